using System.Collections.Concurrent;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Esik.Waitlists;

/// <summary>
/// Moves waiting lists: when places come free, gives them to the first in line whose party fits. Woken by this process's writers at
/// once, and by the message of the transaction that freed the places, so that a crash in between costs nobody a place.
/// </summary>
public sealed partial class Waitlist(
    SlotWriters writers, ISlotStore store, ILines lines, IProgrammes programmes, TicketKeys keys, TimeProvider clock, ILogger<Waitlist> logger) : IHostedService, IDisposable
{
    // When a look found nothing to do, the next one waits a moment: a writer that remembers an older ledger wakes at every transaction.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Turn> turns = new();
    private readonly CancellationTokenSource stopping = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        writers.SomebodyFits += Wake;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        writers.SomebodyFits -= Wake;
        await stopping.CancelAsync();
        await Task.WhenAll(turns.Values.Select(turn => turn.Running)).WaitAsync(StopTimeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    /// <summary>
    /// Promotes whoever fits, until nobody does. Once more, or by several processes at once, promotes nobody twice.
    /// </summary>
    /// <returns>How many parties were promoted.</returns>
    /// <exception cref="BusyException">Storage did not answer; the places stay free until the next look.</exception>
    public async Task<int> MoveAsync(string slotId, CancellationToken stop)
    {
        var programme = await StorageOutage.AsBusyAsync(() => programmes.CurrentAsync(stop), stop);
        if (programme.SlotById(slotId) is not { OpenEntrance: false } slot)
            return 0;
        var promoted = 0;
        while (PromotionRule.IsPossible(slot, clock.GetUtcNow()))
        {
            var ledger = await StorageOutage.AsBusyAsync(() => store.ReadLedgerAsync(slotId, stop), stop);
            if (ledger is not { Ledger.SomebodyFits: true })
                break;
            var line = await StorageOutage.AsBusyAsync(() => lines.ReadAsync(slotId, stop), stop);
            var next = line.Fitting(ledger.Ledger.Free, PromoteChange.PartiesMax);
            if (next.Count == 0)
                break;
            var keysOfNext = next.Select(party => Registration.Prefix + party.Ticket).ToList();
            var now = await writers.ChangeAsync(slotId, new PromoteChange(slot, keysOfNext, programme.Festival.TimeZone, keys.Signer));
            if (now == 0)
                break;
            promoted += now;
        }
        return promoted;
    }

    /// <summary>Ends offers whose time is over. Those that were answered, or have time left, are left alone.</summary>
    public async Task EndOffersAsync(string slotId, IEnumerable<string> tickets, CancellationToken stop)
    {
        var programme = await StorageOutage.AsBusyAsync(() => programmes.CurrentAsync(stop), stop);
        if (programme.SlotById(slotId) is not { } slot)
            return;
        foreach (var some in tickets.Select(TicketId.Parse).OfType<TicketId>().Chunk(TellChange.RowsMax))
            await writers.ChangeAsync(slotId, new EndOfferChange(slot, some, OfferEnd.Lapsed, zone: programme.Festival.TimeZone));
    }

    private void Wake(string slot)
    {
        lock (turns)
        {
            if (turns.TryGetValue(slot, out var turn))
            {
                turn.Again = true;
                return;
            }
            turn = new Turn();
            turns[slot] = turn;
            turn.Running = Task.Run(() => RunAsync(slot, turn));
        }
    }

    private async Task RunAsync(string slot, Turn turn)
    {
        do
        {
            turn.Again = false;
            if (!await TryMoveAsync(slot))
                await Task.Delay(Pause, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!IsDone(slot, turn));
    }

    private bool IsDone(string slot, Turn turn)
    {
        lock (turns)
        {
            if (turn.Again && !stopping.IsCancellationRequested)
                return false;
            turns.TryRemove(slot, out _);
            return true;
        }
    }

    private async Task<bool> TryMoveAsync(string slot)
    {
        try
        {
            return await MoveAsync(slot, stopping.Token) > 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // Nobody waits for this: the transaction's message comes to the same line again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, slot);
            return false;
        }
    }

    /// <summary>One slot's running look at its line.</summary>
    private sealed class Turn
    {
        public Task Running { get; set; } = Task.CompletedTask;

        public volatile bool Again;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The waiting list of slot {Slot} could not be moved now; its message will.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
