using System.Collections.Concurrent;
using System.Diagnostics;
using Esik.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>The writers of this process: one for each slot that is busy now. Every change to a slot goes through here.</summary>
/// <param name="measures">Told of groups, conflicts and free places; null: nobody is told.</param>
public sealed class SlotWriters(ISlotStore store, SlotSettings settings, TimeProvider clock, ILogger<SlotWriters> logger, Measures? measures = null) : IHostedService
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (SlotWriter Writer, Task Running)> writers = new();

    /// <summary>Says of a slot, perhaps many times, that free places were seen that fit a party in its waiting list. Handlers must return at once.</summary>
    public event Action<string>? SomebodyFits;

    /// <summary>Has a change decided and stored, and gives its answer. The slot must be of the programme.</summary>
    /// <exception cref="BusyException">Too much waits, or storage was not definite in time. The same change may be asked for again.</exception>
    public async Task<TAnswer> ChangeAsync<TAnswer>(string slot, SlotChange<TAnswer> change)
    {
        change.Deadline = clock.GetUtcNow() + SlotWriter.Patience;
        change.AskedAt = Activity.Current?.Context ?? default;
        while (!WriterOf(slot, out var writer).TryAdd(change))
        {
            if (!writer.HasEnded)
                throw new BusyException("Too many changes wait for this slot.");
            await Task.Yield();
        }
        try
        {
            return await change.Spoken.WaitAsync(SlotWriter.Patience + SlotWriter.Patience, clock);
        }
        catch (TimeoutException)
        {
            throw new BusyException("The slot's writer did not answer in time.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stores what waits and writes the tallies that are owed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var running = writers.Values.ToList();
        foreach (var (writer, _) in running)
            writer.End();
        await Task.WhenAll(running.Select(writer => writer.Running)).WaitAsync(StopTimeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private SlotWriter WriterOf(string slot, out SlotWriter writer)
    {
        lock (writers)
        {
            if (!writers.TryGetValue(slot, out var current) || current.Writer.HasEnded)
            {
                var fresh = new SlotWriter(slot, store, settings.WaitingPerSlotMax, clock, () => SomebodyFits?.Invoke(slot), logger, measures);
                current = (fresh, Task.Run(() => RunAsync(slot, fresh)));
                writers[slot] = current;
            }
            return writer = current.Writer;
        }
    }

    private async Task RunAsync(string slot, SlotWriter writer)
    {
        // Whoever asked first is not the cause of all that follows.
        Activity.Current = null;
        try
        {
            await writer.RunAsync();
        }
#pragma warning disable CA1031 // A bug: it is told, and the slot gets another writer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            SlotLane.LogFailure(logger, failure, slot);
        }
        finally
        {
            writer.Abandon();
            lock (writers)
            {
                if (writers.TryGetValue(slot, out var current) && current.Writer == writer)
                    writers.TryRemove(slot, out _);
            }
        }
    }
}
