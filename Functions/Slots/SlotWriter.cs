using System.Security.Cryptography;
using System.Threading.Channels;
using Esik.Mails;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>
/// The one writer of a busy slot in this process. It gathers the changes that wait and stores them as one transaction, counters
/// first and under their versions, so that nobody is promised a place that is not there. It ends by itself when the slot is quiet.
/// </summary>
internal sealed partial class SlotWriter(string slot, ISlotStore slots, TimeProvider clock, ILogger logger)
{
    /// <summary>Changes that may wait for a slot in this process; more are told at once that it is busy.</summary>
    public const int WaitingMax = 4_000;

    /// <summary>How long a change may take before its asker is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    // A tally rides along with a transaction at most this often, so that several processes seldom meet on its row.
    private static readonly TimeSpan TallyInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    // What another process stored before it died shows in no row that this one writes: a tally is made from a look no older than this.
    private static readonly TimeSpan TallyFreshFor = TimeSpan.FromSeconds(3);

    // Each change writes two rows at most; counters, tally and outbox take the rest of the hundred.
    private const int GroupMax = 90;

    private static readonly string Process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private readonly Channel<SlotChange> waiting = Channel.CreateBounded<SlotChange>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly PatientSlotStore store = new(slots, clock);
    private readonly int home = RandomNumberGenerator.GetInt32(Counter.PerSlot);

    private LedgerReading? reading;
    private DateTimeOffset readAt;
    private DateTimeOffset tallyAt;
    private bool owesTally;
    private volatile bool ended;
    private int sequence;

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
                (reading, owesTally) = (null, true);
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
        while (owesTally)
        {
            if (await WaitAsync(TallyInterval))
                return true;
            await PayTallyAsync();
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
        var known = new Dictionary<string, KnownRow?>();
        var batchId = NewBatchId();
        var announced = false;
        var conflicts = 0;
        if (group.Any(change => change.NeedsFreshLedger))
            reading = null;
        await ReadAsync(group.SelectMany(change => change.Needs), known);
        while (group.Count > 0)
        {
            FailLate(group);
            if (IsTallyDue && clock.GetUtcNow() - readAt > TallyFreshFor)
                reading = null;
            if (reading is null && !await ReadLedgerAsync(group))
                return;
            var (batch, changes, sawFull) = Compose(group, batchId, known);
            if (sawFull && clock.GetUtcNow() - readAt > FreshFor)
            {
                reading = null;
                continue;
            }
            if (batch is null)
            {
                Speak(group, changes);
                continue;
            }
            if (!announced && batch.Writes.Any(write => write.Row is Outbox { Mails.Count: > 0 }))
            {
                await store.AnnounceAsync(slot, batchId, CancellationToken.None);
                announced = true;
            }
            var result = await store.CommitAsync(slot, batch, CancellationToken.None);
            switch (result.Outcome)
            {
                case CommitOutcome.Committed:
                    Keep(batch, result.Versions);
                    Speak(group, changes);
                    (batchId, announced, conflicts) = (NewBatchId(), false, 0);
                    break;
                case CommitOutcome.Conflict:
                    await LearnAsync(result.ConflictKey, batch, known, ++conflicts);
                    break;
                case CommitOutcome.Unknown:
                    throw new BusyException("Storage gave no definite answer in time.");
            }
        }
    }

    private bool IsTallyDue => clock.GetUtcNow() - tallyAt >= TallyInterval;

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
        var fresh = await store.ReadLedgerAsync(slot, CancellationToken.None);
        if (fresh is null)
        {
            foreach (var change in group)
                change.Fail(new InvalidOperationException($"The slot {slot} has no ledger: its import did not end."));
            return false;
        }
        reading = fresh with { Ledger = fresh.Ledger with { Home = Math.Min(home, fresh.Ledger.Counters.Length - 1) } };
        readAt = clock.GetUtcNow();
        return true;
    }

    // Decides the changes one after the other until the transaction is full. No batch: none of them needs anything written.
    private (SlotBatch? Batch, List<SlotChange> Changes, bool SawFull) Compose(List<SlotChange> group, string batchId, Dictionary<string, KnownRow?> known)
    {
        var now = clock.GetUtcNow();
        var before = reading!.Ledger;
        var ledger = before;
        var rows = new Dictionary<string, ISlotRow>();
        var mails = new List<OutboxMail>();
        var changes = new List<SlotChange>();
        var sawFull = false;
        foreach (var change in group)
        {
            var draft = new SlotDraft(ledger, now, Process, sequence, key => rows.GetValueOrDefault(key) ?? known.GetValueOrDefault(key)?.Row);
            if (!TryDecide(change, draft))
                continue;
            if (rows.Count + draft.Rows.Keys.Count(key => !rows.ContainsKey(key)) > SlotBatch.WritesMax - Counter.PerSlot - 2)
                break;
            (ledger, sequence) = (draft.Ledger, draft.Sequence);
            mails.AddRange(draft.Mails);
            foreach (var (key, row) in draft.Rows)
                rows[key] = row;
            sawFull |= draft.SawFull;
            changes.Add(change);
        }
        group.RemoveAll(change => change.HasFailed);
        if (changes.Count == 0 && group.Count > 0)
            throw new InvalidOperationException("A change writes more rows than a transaction holds.");
        if (rows.Count == 0 && mails.Count == 0 && ledger == before)
            return (null, changes, sawFull);
        return (Batch(batchId, before, ledger, now, mails, rows, known), changes, sawFull);
    }

    // A change that cannot be decided is a bug of that change: its asker is told, and nobody else suffers.
    private bool TryDecide(SlotChange change, SlotDraft draft)
    {
        try
        {
            change.Decide(draft);
            return true;
        }
#pragma warning disable CA1031 // Told to the asker.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, slot);
            change.Fail(failure);
            return false;
        }
    }

    private SlotBatch Batch(
        string batchId, Ledger before, Ledger ledger, DateTimeOffset now, List<OutboxMail> mails, Dictionary<string, ISlotRow> rows, Dictionary<string, KnownRow?> known)
    {
        ledger = (ledger == before ? ledger.Touch() : ledger).After(before);
        var writes = ledger.Counters.Where(counter => counter.Version != before.Counters[counter.Number].Version)
            .Select(counter => new SlotWrite(counter.Checked(), reading!.Versions[counter.Number])).ToList();
        if (IsTallyDue)
            writes.Add(new SlotWrite(Tally.Of(ledger, now), reading!.Tally?.Version));
        var inserts = rows.Values.Where(row => known.GetValueOrDefault(row.RowKey) is null).ToList();
        if (mails.Count > 0 || inserts.Count == 0)
        {
            var outbox = new Outbox(batchId, mails, null, null);
            writes.Add(new SlotWrite(outbox, null));
            inserts.Insert(0, outbox);
        }
        writes.AddRange(rows.Values.Select(row => new SlotWrite(row, known.GetValueOrDefault(row.RowKey)?.Version)));
        return new SlotBatch(batchId, writes, inserts[0].RowKey);
    }

    private static void Speak(List<SlotChange> group, List<SlotChange> changes)
    {
        foreach (var change in changes)
            change.Speak();
        group.RemoveAll(changes.Contains);
    }

    private void Keep(SlotBatch batch, IReadOnlyList<string> versions)
    {
        var tallied = batch.Writes.Any(write => write.Row is Tally);
        owesTally = !tallied;
        if (tallied)
            tallyAt = clock.GetUtcNow();
        if (versions.Count != batch.Writes.Count)
        {
            reading = null;
            return;
        }
        var ledger = reading!.Ledger;
        var counterVersions = reading.Versions.ToArray();
        var tally = reading.Tally;
        foreach (var (write, version) in batch.Writes.Zip(versions))
        {
            if (write.Row is Counter counter)
            {
                ledger = ledger with { Counters = ledger.Counters.SetItem(counter.Number, counter) };
                counterVersions[counter.Number] = version;
            }
            else if (write.Row is Tally)
            {
                tally = new KnownRow(write.Row, version);
            }
        }
        reading = new LedgerReading(ledger, counterVersions, tally);
    }

    // Storage told which row was not as assumed: read it. From the second time on read all rows of the batch, since one refusal a row would take for ever.
    private async Task LearnAsync(string? key, SlotBatch batch, Dictionary<string, KnownRow?> known, int conflicts)
    {
        var row = batch.Writes.FirstOrDefault(write => write.Row.RowKey == key).Row;
        if (row is null or Counter or Tally)
        {
            reading = null;
            if (row is not null)
                return;
        }
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

    private async Task PayTallyAsync()
    {
        try
        {
            if (await store.ReadLedgerAsync(slot, CancellationToken.None) is not { } fresh)
            {
                owesTally = false;
                return;
            }
            var tally = Tally.Of(fresh.Ledger, clock.GetUtcNow());
            owesTally = !await store.WriteTallyAsync(slot, tally, fresh.Tally?.Version, CancellationToken.None);
            reading = null;
        }
#pragma warning disable CA1031 // The tally stays owed, and is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, slot);
        }
    }

    private static string NewBatchId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    [LoggerMessage(Level = LogLevel.Error, Message = "The writer of slot {Slot} met a failure; those who waited were told to come again.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
