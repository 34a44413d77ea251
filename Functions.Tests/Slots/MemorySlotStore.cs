using System.Globalization;

namespace Esik.Slots.Tests;

/// <summary>
/// One slot's rows in memory, with versions, for tests of the writer alone: each call can be made to misbehave. What real storage
/// does with the same transactions is tried against the emulator elsewhere.
/// </summary>
internal sealed class MemorySlotStore : ISlotStore
{
    private readonly Dictionary<string, KnownRow> rows = [];
    private readonly Lock turn = new();
    private int versions;

    public MemorySlotStore(int capacity)
    {
        foreach (var counter in Ledger.Of(capacity).Counters)
            Put(counter);
        Put(Tally.Of(Ledger.Of(capacity), DateTimeOffset.MinValue));
    }

    /// <summary>Runs before a transaction; its result, when there is one, is answered and nothing is stored.</summary>
    public Func<SlotBatch, Task<CommitResult?>> BeforeCommit { get; set; } = _ => Task.FromResult<CommitResult?>(null);

    /// <summary>Runs after a transaction was stored; its result, when there is one, is answered instead.</summary>
    public Func<SlotBatch, CommitResult?> AfterCommit { get; set; } = _ => null;

    public Func<Task> BeforeLedger { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforeAnnounce { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before a tally is written by itself; false is answered and nothing is stored.</summary>
    public Func<Task<bool>> BeforeTally { get; set; } = () => Task.FromResult(true);

    public List<SlotBatch> Stored { get; } = [];

    public List<string> Announced { get; } = [];

    public int LedgerReads { get; private set; }

    public Ledger Ledger
    {
        get
        {
            lock (turn)
                return new Ledger([.. Enumerable.Range(0, Counter.PerSlot).Select(number => (Counter)rows[$"!{number}"].Row)], 0);
        }
    }

    /// <summary>Every row, in order of the keys.</summary>
    public IReadOnlyList<KnownRow> All
    {
        get
        {
            lock (turn)
                return [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value)];
        }
    }

    public Tally Tally => (Tally)Find(Tally.Key)!.Value.Row;

    public KnownRow? Find(string key)
    {
        lock (turn)
            return rows.TryGetValue(key, out var row) ? row : null;
    }

    /// <summary>Writes a row behind the writer's back, as another process does.</summary>
    public void Put(ISlotRow row)
    {
        lock (turn)
            rows[row.RowKey] = new KnownRow(row, (++versions).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Another process takes places from a counter.</summary>
    public void TakeElsewhere(int counter, int places)
    {
        var before = (Counter)Find($"!{counter}")!.Value.Row;
        Put((before with { Taken = before.Taken + places, Version = before.Version + 1 }).Checked());
    }

    public async Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop)
    {
        await BeforeLedger();
        lock (turn)
        {
            LedgerReads++;
            if (!rows.ContainsKey("!0"))
                return null;
            var versions = Enumerable.Range(0, Counter.PerSlot).Select(number => rows[$"!{number}"].Version).ToList();
            return new LedgerReading(Ledger, versions, Find(Tally.Key));
        }
    }

    public async Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop)
    {
        await BeforeRead();
        return Find(rowKey);
    }

    public async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
    {
        if (await BeforeCommit(batch) is { } told)
            return told;
        lock (turn)
        {
            Assert.InRange(batch.Writes.Count, 1, SlotBatch.WritesMax);
            Assert.Equal(batch.Writes.Count, batch.Writes.Select(write => write.Row.RowKey).Distinct().Count());
            Assert.True(batch.Writes[0] is { Row: Counter, Version: not null });
            var wrong = batch.Writes.FirstOrDefault(write => Find(write.Row.RowKey)?.Version != write.Version);
            if (wrong.Row is not null)
                return CommitResult.Conflict(wrong.Row.RowKey);
            foreach (var write in batch.Writes)
                Put(write.Row);
            Stored.Add(batch);
            return AfterCommit(batch) ?? CommitResult.Committed([.. batch.Writes.Select(write => rows[write.Row.RowKey].Version)]);
        }
    }

    public async Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop)
    {
        await BeforeAnnounce();
        lock (turn)
            Announced.AddRange(batchIds);
    }

    public async Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop)
    {
        if (!await BeforeTally())
            return false;
        lock (turn)
        {
            if (Find(Tally.Key)?.Version != version)
                return false;
            Put(tally);
            return true;
        }
    }

    public void RemoveLedger()
    {
        lock (turn)
            rows.Clear();
    }
}
