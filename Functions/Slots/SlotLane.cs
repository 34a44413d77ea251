using Esik.Mails;
using Esik.Signals;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>Brings one group of changes after the other into storage, each as one transaction or, where that has no room or meets a conflict, as several.</summary>
/// <param name="number">Of the writer's lanes, which share what is known of the ledger, this one; from 0.</param>
internal sealed partial class SlotLane(int number, string slot, KnownLedger ledger, Announcements announcements, SlotComposer composer, PatientSlotStore store, TimeProvider clock, ILogger logger, Measures? measures)
{
    // How often counts and rows that do not fit are read anew.
    private const int LooksMax = 5;

    /// <summary>Every change of the group has its answer, or was told that it is busy, when this ends. Throws nothing.</summary>
    public async Task StoreAsync(List<SlotChange> group)
    {
        try
        {
            await TryStoreAsync(group);
        }
#pragma warning disable CA1031 // Nothing may end the writer: whoever waits gets an answer, and the next group begins afresh.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, slot);
            // The transaction may be stored for all that: look again, and let the tally tell what is.
            ledger.Doubt();
            foreach (var change in group)
                change.Fail(new BusyException("The slot's storage failed."));
        }
    }

    private async Task TryStoreAsync(List<SlotChange> group)
    {
        using var span = Traces.Group(slot, group.Select(change => change.AskedAt));
        span?.SetTag(Traces.ChangesTag, group.Count);
        var known = new Dictionary<string, KnownRow?>();
        var id = announcements.Next();
        var conflicts = 0;
        var lookedAgain = 0;
        var alone = false;
        if (group.Any(change => change.NeedsFreshLedger))
            ledger.Forget();
        await ReadAsync(group.SelectMany(change => change.Needs), known);
        while (group.Count > 0)
        {
            FailLate(group);
            if (await ReadLedgerAsync(group) is not { } reading)
                return;
            var facts = new BatchFacts(id.Text, clock.GetUtcNow(), ledger.IsTallyDue, lookedAgain < LooksMax, ledger.Flights.Joining, ledger.IsContended);
            var composed = composer.Compose(reading, alone ? group[..1] : group, facts, known);
            var (batch, changes) = (composed.Batch, composed.Changes);
            group.RemoveAll(change => change.HasFailed);
            if (composed.LookAgain is { } moments)
            {
                lookedAgain++;
                ledger.Forget();
                await ReadAsync([.. known.Keys, .. moments.Missing is { } missing ? [missing] : Array.Empty<string>()], known);
                continue;
            }
            if (composed.SawFull && !ledger.IsFresh)
            {
                ledger.Forget();
                continue;
            }
            if (batch is null)
            {
                Speak(group, changes);
                continue;
            }
            if (ledger.Flights.Holding(batch) is { } held)
            {
                await held;
                continue;
            }
            if (batch.HasFollowUp && !id.IsAnnounced && ledger.IsContended)
            {
                // By the time that this is announced another process will have moved the counter: look at it meanwhile, and decide again.
                var announcing = announcements.AnnounceAsync(id);
                await Task.WhenAll(announcing, ledger.LookHomeAsync(number));
                id = await announcing;
                continue;
            }
            (var result, id) = await CommitAsync(batch, composed.Joining, id);
            switch (result.Outcome)
            {
                case CommitOutcome.Committed:
                    measures?.Grouped(changes.Count);
                    Speak(group, changes);
                    (id, conflicts) = (announcements.Next(), 0);
                    break;
                case CommitOutcome.Conflict:
                    span?.SetTag(Traces.ConflictsTag, conflicts + 1);
                    await LearnAsync(result.ConflictKey, batch, known, ++conflicts);
                    break;
                case CommitOutcome.Refused when changes.Count > 1:
                    // One of them wants what cannot be stored: from here on each goes alone, so that it fails alone.
                    alone = true;
                    break;
                case CommitOutcome.Refused:
                    changes[0].Fail(new InvalidOperationException("Storage takes no such row."));
                    group.Remove(changes[0]);
                    break;
                case CommitOutcome.Unknown:
                    throw new BusyException("Storage gave no definite answer in time.");
            }
        }
        announcements.Return(id);
    }

    private async Task<(CommitResult Result, BatchId Id)> CommitAsync(SlotBatch batch, int joining, BatchId id)
    {
        using var flight = ledger.Depart(batch, joining);
        if (batch.HasFollowUp && !id.IsAnnounced)
            id = await announcements.AnnounceAsync(id);
        var result = await store.CommitAsync(slot, batch, CancellationToken.None);
        if (result.Outcome == CommitOutcome.Committed)
        {
            ledger.Keep(flight, result.Versions);
            announcements.Count();
        }
        return (result, id);
    }

    // A sign-up whose asker has gone would only make others wait.
    private void FailLate(List<SlotChange> group)
    {
        var now = clock.GetUtcNow();
        foreach (var change in group.Where(change => change.Deadline < now).ToList())
        {
            change.Fail(new BusyException("The slot did not get to this change in time."));
            group.Remove(change);
        }
    }

    private async Task<LedgerReading?> ReadLedgerAsync(List<SlotChange> group)
    {
        if (await ledger.ReadAsync(number) is { } reading)
            return reading;
        foreach (var change in group)
            change.Fail(new InvalidOperationException($"The slot {slot} has no ledger: its import did not end."));
        return null;
    }

    private static void Speak(List<SlotChange> group, IReadOnlyList<SlotChange> changes)
    {
        foreach (var change in changes)
            change.Speak();
        group.RemoveAll(changes.Contains);
    }

    // Storage told which row was not as assumed: read it. From the second time on read all rows of the batch, since one refusal a row would take for ever.
    private async Task LearnAsync(string? key, SlotBatch batch, Dictionary<string, KnownRow?> known, int conflicts)
    {
        var row = batch.Writes.FirstOrDefault(write => write.Row.RowKey == key).Row;
        measures?.Conflicted(row?.GetType().Name ?? "unknown");
        if (row is Tally)
        {
            ledger.SkipTally();
            return;
        }
        if (row is Counter counter)
        {
            await ledger.MoveAwayAsync(number, counter.Number, conflicts);
            return;
        }
        if (row is null)
            ledger.Forget();
        var doubtful = conflicts == 1 && row is not null
            ? [row.RowKey]
            : batch.Writes.Select(write => write.Row).Where(other => other is not (Counter or Tally or Outbox)).Select(other => other.RowKey);
        await ReadAsync(doubtful, known);
    }

    private async Task ReadAsync(IEnumerable<string> keys, Dictionary<string, KnownRow?> known)
    {
        var wanted = keys.Distinct().ToList();
        var rows = await Task.WhenAll(wanted.Select(key => store.ReadAsync(slot, key, CancellationToken.None)));
        foreach (var (key, row) in wanted.Zip(rows))
            known[key] = row;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The writer of slot {Slot} met a failure; those who waited were told to come again.")]
    public static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
