using Azure;
using Azure.Data.Tables;
using Esik.Hosting;

namespace Esik.Slots;

/// <summary>
/// One transaction whose outcome is made definite. After an answer that got lost the very same transaction is repeated until storage
/// says yes, or that a row is not as assumed; then one row, which only this batch inserts, tells whether the first try had worked.
/// That holds because every batch moves a counter under its version: a lost try that arrives later finds the counter moved.
/// </summary>
internal sealed class SlotCommit
{
    private const int BytesMax = 4 * 1024 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private readonly TableClient table;
    private readonly TimeProvider clock;
    private readonly string partition;
    private readonly SlotBatch batch;
    private readonly List<TableTransactionAction> actions;

    public SlotCommit(TableClient table, TimeProvider clock, string partition, SlotBatch batch)
    {
        (this.table, this.clock, this.partition, this.batch) = (table, clock, partition, batch);
        actions = [.. batch.Writes.Select(Action)];
        Check();
    }

    /// <param name="batchOf">Reads which batch wrote a row, null when the row is absent.</param>
    public async Task<CommitResult> RunAsync(Func<string, string, CancellationToken, Task<string?>> batchOf, CancellationToken stop)
    {
        var end = clock.GetUtcNow() + SlotTable.CommitTimeout;
        var pause = FirstPause;
        var doubtful = false;
        while (true)
        {
            try
            {
                var answer = await table.SubmitTransactionAsync(actions, stop);
                return CommitResult.Committed([.. answer.Value.Select(row => row.Headers.ETag?.ToString() ?? "")]);
            }
            catch (RequestFailedException refused) when (refused.Status is 409 or 412)
            {
                return doubtful && await batchOf(partition, batch.FenceKey, stop) == batch.BatchId
                    ? CommitResult.Committed([])
                    : CommitResult.Conflict(ConflictKey(refused));
            }
            catch (RequestFailedException refused) when (refused.Status is 400 or 413)
            {
                return CommitResult.Refused;
            }
            catch (Exception lost) when (StorageOutage.Is(lost, stop))
            {
                doubtful = true;
            }
            if (clock.GetUtcNow() + pause >= end)
                return CommitResult.Unknown;
            await Task.Delay(pause, clock, stop);
            pause = pause + pause < PauseMax ? pause + pause : PauseMax;
        }
    }

    private string? ConflictKey(RequestFailedException refused) =>
        refused is TableTransactionFailedException { FailedTransactionActionIndex: { } index } && index >= 0 && index < batch.Writes.Count
            ? batch.Writes[index].Row.RowKey
            : null;

    private TableTransactionAction Action(SlotWrite write)
    {
        var entity = SlotRowsTable.ToEntity(partition, write.Row, batch.BatchId);
        return write.Version is null
            ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(write.Version));
    }

    // What Azure would refuse and the emulator would not.
    private void Check()
    {
        if (batch.Writes.Count > SlotBatch.WritesMax || batch.Writes.Count == 0)
            throw new InvalidOperationException($"A transaction of {batch.Writes.Count} rows; 1 to {SlotBatch.WritesMax} are allowed.");
        if (batch.Writes[0] is not { Row: Counter, Version: not null })
            throw new InvalidOperationException("A transaction must begin with a counter under its version.");
        if (batch.Writes.Select(write => write.Row.RowKey).Distinct().Count() != batch.Writes.Count)
            throw new InvalidOperationException("A transaction may write a row only once.");
        if (actions.Any(action => action.Entity.PartitionKey != partition))
            throw new InvalidOperationException("A transaction must stay in one partition.");
        if (actions.Sum(action => Size((TableEntity)action.Entity)) > BytesMax)
            throw new InvalidOperationException($"A transaction of more than {BytesMax} bytes.");
    }

    private static long Size(TableEntity entity) => 512 + entity.Sum(column => 64 + column.Value switch
    {
        string text => text.Length * 2L,
        byte[] bytes => bytes.Length * 2L,
        _ => 32L,
    });
}
