using System.Security.Cryptography;
using System.Threading.Channels;
using Esik.Mails;
using Esik.Signals;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>
/// The one writer of a busy slot in this process. It gathers the changes that wait and stores them as one transaction, counters
/// first and under their versions, so that nobody is promised a place that is not there. It ends by itself when the slot is quiet.
/// </summary>
/// <param name="somebodyFits">Told when free places fit a party in the waiting list. Must return at once.</param>
internal sealed partial class SlotWriter(string slot, ISlotStore slots, TimeProvider clock, Action somebodyFits, ILogger logger, Measures? measures = null)
{
    /// <summary>Changes that may wait for a slot in this process; more are told at once that it is busy.</summary>
    public const int WaitingMax = 6_000;

    /// <summary>How long a change may take before its asker is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    // How often counts and rows that do not fit are read anew.
    private const int LooksMax = 5;

    // More changes than a transaction has room for need not be gathered at once.
    private const int GroupMax = SlotComposer.RowsMax;

    private readonly Channel<SlotChange> waiting = Channel.CreateBounded<SlotChange>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly PatientSlotStore store = new(slots, clock);
    private readonly KnownLedger ledger = new(slot, new PatientSlotStore(slots, clock), clock, somebodyFits, logger, measures);
    private readonly SlotComposer composer = new(failure => LogFailure(logger, failure, slot));
    private volatile bool ended;

    /// <summary>False when too many wait, or when this writer has ended.</summary>
    public bool TryAdd(SlotChange change) => waiting.Writer.TryWrite(change);

    /// <summary>True once this writer takes nothing more; another one has to be made.</summary>
    public bool HasEnded => ended;

    /// <summary>Takes no more changes, stores those that wait, and lets <see cref="RunAsync"/> end.</summary>
    public void End()
    {
        ended = true;
        waiting.Writer.TryComplete();
    }

    public async Task RunAsync()
    {
        var group = new List<SlotChange>();
        while (await IsNeededAsync())
        {
            while (group.Count < GroupMax && waiting.Reader.TryRead(out var change))
                group.Add(change);
            try
            {
                await StoreAsync(group);
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
            group.Clear();
        }
    }

    // Waits for the next change. Meanwhile pays an owed tally, however long storage refuses it, and ends the writer after a quiet while.
    private async Task<bool> IsNeededAsync()
    {
        if (waiting.Reader.Count > 0)
            return true;
        while (ledger.OwesTally)
        {
            if (await WaitAsync(KnownLedger.TallyInterval))
                return true;
            await ledger.PayTallyAsync();
            if (waiting.Reader.Completion.IsCompleted)
                break;
        }
        if (await WaitAsync(IdleTime))
            return true;
        End();
        return waiting.Reader.Count > 0;
    }

    private async Task<bool> WaitAsync(TimeSpan time)
    {
        if (waiting.Reader.Completion.IsCompleted)
            return false;
        using var patience = new CancellationTokenSource(time, clock);
        try
        {
            return await waiting.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task StoreAsync(List<SlotChange> group)
    {
        using var span = Traces.Group(slot, group.Select(change => change.AskedAt));
        span?.SetTag(Traces.ChangesTag, group.Count);
        var known = new Dictionary<string, KnownRow?>();
        var batchId = NewBatchId();
        var announced = false;
        var conflicts = 0;
        var lookedAgain = 0;
        var alone = false;
        if (group.Any(change => change.NeedsFreshLedger))
            ledger.Forget();
        await ReadAsync(group.SelectMany(change => change.Needs), known);
        while (group.Count > 0)
        {
            FailLate(group);
            if (!await ReadLedgerAsync(group))
                return;
            var facts = new BatchFacts(batchId, clock.GetUtcNow(), ledger.IsTallyDue, MayLookAgain: lookedAgain < LooksMax);
            var (batch, changes, sawFull, lookAgain) = composer.Compose(ledger.Reading!, alone ? group[..1] : group, facts, known);
            group.RemoveAll(change => change.HasFailed);
            if (lookAgain)
            {
                lookedAgain++;
                ledger.Forget();
                await ReadAsync([.. known.Keys], known);
                continue;
            }
            if (sawFull && !ledger.IsFresh)
            {
                ledger.Forget();
                continue;
            }
            if (batch is null)
            {
                Speak(group, changes);
                continue;
            }
            if (!announced && batch.Writes.Any(write => write.Row is Outbox { HasFollowUp: true }))
            {
                await store.AnnounceAsync(slot, batchId, CancellationToken.None);
                announced = true;
            }
            var result = await store.CommitAsync(slot, batch, CancellationToken.None);
            switch (result.Outcome)
            {
                case CommitOutcome.Committed:
                    ledger.Keep(batch, result.Versions);
                    measures?.Grouped(changes.Count);
                    Speak(group, changes);
                    (batchId, announced, conflicts) = (NewBatchId(), false, 0);
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

    private async Task<bool> ReadLedgerAsync(List<SlotChange> group)
    {
        if (await ledger.ReadAsync())
            return true;
        foreach (var change in group)
            change.Fail(new InvalidOperationException($"The slot {slot} has no ledger: its import did not end."));
        return false;
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
            await ledger.MoveAwayAsync(counter.Number, conflicts);
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

    private static string NewBatchId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    [LoggerMessage(Level = LogLevel.Error, Message = "The writer of slot {Slot} met a failure; those who waited were told to come again.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
