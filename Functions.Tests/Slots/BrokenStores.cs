using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Esik.Hosting;

namespace Esik.Slots.Tests;

/// <summary>Passes everything on; the beginning of stores that break one thing.</summary>
internal abstract class StoreInFront(SlotTable slots) : ISlotStore
{
    protected SlotTable Slots => slots;

    public virtual Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop) => slots.ReadLedgerAsync(slot, stop);

    public virtual Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) => slots.ReadAsync(slot, rowKey, stop);

    public virtual Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) => slots.CommitAsync(slot, batch, stop);

    public virtual Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop) => slots.AnnounceAsync(slot, batchIds, stop);

    public virtual Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop) => slots.WriteTallyAsync(slot, tally, version, stop);
}

/// <summary>Negative control: a store that overwrites whatever is there, as code without ETags does. Every race that is held on it must be lost.</summary>
/// <param name="meeting">Where transactions of several processes wait for each other, so that each was decided before any is stored.</param>
internal sealed class VersionBlindStore(SlotTable slots, EsikStorage storage, Meeting? meeting = null) : StoreInFront(slots)
{
    public override async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
    {
        await (meeting?.ArriveAsync(this) ?? Task.CompletedTask);
        var answer = await storage.SlotTransactions.SubmitTransactionAsync(
            batch.Writes.Select(write => new TableTransactionAction(TableTransactionActionType.UpsertReplace, SlotRowsTable.ToEntity(Slots.Partition(slot), write.Row, batch.BatchId))), stop);
        return CommitResult.Committed([.. answer.Value.Select(row => row.Headers.ETag.ToString()!)]);
    }
}

/// <summary>The first transaction of each of so many processes waits until all of them are there; later ones do not wait.</summary>
internal sealed class Meeting(int processes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<object> arrived = [];

    public Task ArriveAsync(object process)
    {
        lock (arrived)
        {
            if (!arrived.Add(process))
                return Task.CompletedTask;
            if (arrived.Count == processes)
                met.TrySetResult();
        }
        return met.Task.WaitAsync(Patience);
    }
}

/// <summary>A store whose first transactions are decided before any of them is stored.</summary>
internal sealed class MeetingStore(SlotTable slots, Meeting meeting) : StoreInFront(slots)
{
    public override async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
    {
        await meeting.ArriveAsync(this);
        return await base.CommitAsync(slot, batch, stop);
    }
}

/// <summary>A store whose transactions go over a lossy wire to the real one.</summary>
internal sealed class LossyStore(SlotTable slots, EsikStorage storage, TableClient lossy) : StoreInFront(slots)
{
    public override Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) =>
        new SlotCommit(lossy, TimeProvider.System, Slots.Partition(slot), batch).RunAsync(
            async (partition, rowKey, stopReading) =>
            {
                var row = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: stopReading);
                return row.HasValue ? row.Value!.GetString(SlotRowsTable.BatchColumn) : null;
            },
            stop);
}

/// <summary>The store of a process that is killed: after one call it neither answers nor does anything any more.</summary>
internal sealed class MortalStore(SlotTable slots, bool afterCommit) : StoreInFront(slots)
{
    private readonly TaskCompletionSource buried = new();

    /// <summary>Completes when the process has died.</summary>
    public TaskCompletionSource Died { get; } = new();

    public override async Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop)
    {
        await base.AnnounceAsync(slot, batchIds, stop);
        if (!afterCommit)
            await DieAsync();
    }

    public override async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
    {
        var result = await base.CommitAsync(slot, batch, stop);
        await DieAsync();
        return result;
    }

    public override async Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop)
    {
        await DieAsync();
        return false;
    }

    /// <summary>Lets the test's own process end: whatever hung fails now.</summary>
    public void Bury() => buried.TrySetException(new IOException("The process is dead."));

    private Task DieAsync()
    {
        Died.TrySetResult();
        return buried.Task;
    }
}

/// <summary>Stores what it is told, and keeps its messages to itself: the store of a process that dies right after a transaction.</summary>
internal sealed class SilentStore(SlotTable slots) : StoreInFront(slots)
{
    public ConcurrentQueue<string> Announced { get; } = new();

    public override Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop)
    {
        foreach (var id in batchIds)
            Announced.Enqueue(id);
        return Task.CompletedTask;
    }
}

/// <summary>A store that does not answer some reads, as storage does not when it is busy.</summary>
internal sealed class StumblingStore(SlotTable slots) : StoreInFront(slots)
{
    /// <summary>Reads that begin with this are not answered; null: all are.</summary>
    public string? Silent { get; set; }

    public override Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) =>
        Silent is { } prefix && rowKey.StartsWith(prefix, StringComparison.Ordinal) ? throw new RequestFailedException(503, "Busy.") : base.ReadAsync(slot, rowKey, stop);
}
