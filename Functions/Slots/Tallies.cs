using System.Collections.Concurrent;
using Esik.Hosting;
using Esik.Signals;

namespace Esik.Slots;

/// <summary>
/// The slots' tallies for pages and reports: one point read for each slot, in parallel, kept for <see cref="KeptFor"/> so that a
/// crowd that looks at the programme costs storage no more than one person. Safe for use by several threads.
/// </summary>
public sealed class Tallies(ISlotStore store, TimeProvider clock, Measures measures) : IDisposable
{
    /// <summary>A figure is at most this much older than the tally row, which itself follows a change within about a second.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    // Reads at once. Storage answers one in milliseconds, so 300 slots take a fraction of a second; at first each opens a connection of its
    // own, which costs a process that has just begun more than the wait does.
    private const int ReadsAtOnceMax = 16;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<Tally?> Reading)> kept = new();
    private readonly SemaphoreSlim turns = new(ReadsAtOnceMax);

    /// <summary>The tallies of these slots; a slot without a ledger (open entrance) is left out.</summary>
    public async Task<IReadOnlyDictionary<string, Tally>> ReadAsync(IEnumerable<string> slots, CancellationToken stop)
    {
        var wanted = slots.Distinct().ToList();
        var tallies = await Task.WhenAll(wanted.Select(KeptOrRead)).WaitAsync(stop);
        return wanted.Zip(tallies).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
    }

    /// <summary>One slot's tally; null without a ledger.</summary>
    public Task<Tally?> ReadAsync(string slot, CancellationToken stop) => KeptOrRead(slot).WaitAsync(stop);

    /// <summary>As <see cref="ReadAsync(string, CancellationToken)"/>, and null when storage does not answer: for a page that has more to say than counts.</summary>
    public async Task<Tally?> TryReadAsync(string slot, CancellationToken stop)
    {
        try
        {
            return await ReadAsync(slot, stop);
        }
        catch (Exception outage) when (StorageOutage.Is(outage, stop))
        {
            return null;
        }
    }

    public void Dispose() => turns.Dispose();

    private Task<Tally?> KeptOrRead(string slot)
    {
        var now = clock.GetUtcNow();
        if (kept.TryGetValue(slot, out var last) && now - last.At < KeptFor && (!last.Reading.IsCompleted || last.Reading.IsCompletedSuccessfully))
            return last.Reading;
        var reading = ReadOneAsync(slot);
        kept[slot] = (now, reading);
        return reading;
    }

    private async Task<Tally?> ReadOneAsync(string slot)
    {
        await turns.WaitAsync();
        try
        {
            var tally = (await store.ReadAsync(slot, Tally.Key, CancellationToken.None))?.Row as Tally;
            if (tally is not null)
                measures.Seen(slot, tally.Free);
            return tally;
        }
        finally
        {
            turns.Release();
        }
    }
}
