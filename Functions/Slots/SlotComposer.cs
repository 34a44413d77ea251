using System.Security.Cryptography;
using Esik.Mails;

namespace Esik.Slots;

/// <summary>What the writer gives a transaction: its id, its moment (UTC), and whether the tally rides along.</summary>
/// <param name="MayLookAgain">Whether the rows may be read once more when they do not fit; else the change fails that found it.</param>
/// <param name="KeepsToOneCounter">Other processes are at this slot too: a second counter would be one more to meet them at. What needs one goes alone.</param>
/// <param name="Joining">Parties on their way into the line, which the ledger does not count yet.</param>
internal sealed record BatchFacts(string BatchId, DateTimeOffset Now, bool WithTally, bool MayLookAgain, int Joining, bool KeepsToOneCounter);

/// <summary>The transaction that some changes make together; none when they need nothing written.</summary>
/// <param name="Changes">Those that found room, in the order of their arrival.</param>
/// <param name="Joining">By how many parties it makes the line longer.</param>
/// <param name="SawFull">One of them found the slot full.</param>
/// <param name="LookAgain">Ledger and rows are of different moments: nothing was composed.</param>
internal sealed record Composition(SlotBatch? Batch, IReadOnlyList<SlotChange> Changes, int Joining, bool SawFull, LookAgainException? LookAgain = null);

/// <summary>Has changes decide one after the other, each on what those before it leave, and lays out the transaction: counters first.</summary>
/// <param name="report">Told of a change that could not decide, which is a bug of that change.</param>
internal sealed class SlotComposer(Action<Exception> report)
{
    /// <summary>Rows of changes in a transaction: a counter, the tally and the outbox take the rest of the hundred, and each further counter one more.</summary>
    public const int RowsMax = SlotBatch.WritesMax - 3;

    // Tells the orders of arrival of several processes apart.
    private static readonly string Process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private int sequence;

    /// <summary>Decides as many changes as the transaction has room for. One that throws is failed, and nobody else suffers.</summary>
    /// <param name="known">Rows as they were read; null is known to be absent, a row that is not there was not looked at.</param>
    public Composition Compose(LedgerReading reading, IReadOnlyList<SlotChange> group, BatchFacts facts, IReadOnlyDictionary<string, KnownRow?> known)
    {
        var ledger = reading.Ledger;
        var rows = new Dictionary<string, ISlotRow>();
        var outbox = new Outbox(facts.BatchId, [], null, null);
        var changes = new List<SlotChange>();
        var sawFull = false;
        foreach (var change in group)
        {
            var draft = new SlotDraft(ledger, facts.Now, facts.Joining, Process, sequence, key => rows.GetValueOrDefault(key) ?? known.GetValueOrDefault(key)?.Row);
            try
            {
                change.Decide(draft);
            }
            catch (LookAgainException moments) when (facts.MayLookAgain)
            {
                return new(null, [], 0, false, moments);
            }
#pragma warning disable CA1031 // Told to the asker and to the log.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                report(failure);
                change.Fail(failure);
                continue;
            }
            var furtherCounters = Math.Max(0, draft.Ledger.Counters.Zip(reading.Ledger.Counters).Count(pair => pair.First.Version != pair.Second.Version) - 1);
            var hasNoRoom = rows.Count + draft.Rows.Keys.Count(key => !rows.ContainsKey(key)) + furtherCounters > RowsMax;
            if (hasNoRoom && changes.Count == 0)
                throw new InvalidOperationException("A change writes more rows than a transaction holds.");
            if (hasNoRoom || (facts.KeepsToOneCounter && furtherCounters > 0 && changes.Count > 0))
                break;
            (ledger, sequence) = (draft.Ledger, draft.Sequence);
            outbox = outbox.With(draft.Mails, draft.Offers, draft.LineMayMove);
            foreach (var (key, row) in draft.Rows)
                rows[key] = row;
            sawFull |= draft.SawFull;
            changes.Add(change);
        }
        var isNothing = rows.Count == 0 && !outbox.HasFollowUp && ledger == reading.Ledger;
        return new(isNothing ? null : Batch(reading, facts, ledger, outbox, rows, known), changes, ledger.WaitingParties - reading.Ledger.WaitingParties, sawFull);
    }

    private static SlotBatch Batch(
        LedgerReading reading, BatchFacts facts, Ledger ledger, Outbox outbox, Dictionary<string, ISlotRow> rows, IReadOnlyDictionary<string, KnownRow?> known)
    {
        var before = reading.Ledger;
        ledger = (ledger == before ? ledger.Touch() : ledger).After(before);
        var writes = ledger.Counters.Where(counter => counter.Version != before.Counters[counter.Number].Version)
            .Select(counter => new SlotWrite(counter.Checked(), reading.Versions[counter.Number])).ToList();
        if (facts.WithTally)
            writes.Add(new SlotWrite(Tally.Of(ledger, facts.Now), reading.Tally?.Version));
        var inserts = rows.Values.Where(row => known.GetValueOrDefault(row.RowKey) is null).ToList();
        // A row that only this batch inserts tells later whether the batch is stored; the outbox is one, with a follow-up or without.
        if (outbox.HasFollowUp || inserts.Count == 0)
        {
            writes.Add(new SlotWrite(outbox, null));
            inserts.Insert(0, outbox);
        }
        writes.AddRange(rows.Values.Select(row => new SlotWrite(row, known.GetValueOrDefault(row.RowKey)?.Version)));
        return new SlotBatch(facts.BatchId, writes, inserts[0].RowKey);
    }
}
