using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Backups;

/// <summary>A row with the version under which storage held it.</summary>
public sealed record StoredRow(BackupRow Row, string Version);

/// <summary>A festival's rows as storage holds them, read for a backup and written by a restore.</summary>
public sealed class BackupTable(EsikStorage storage, SiteSettings site, SlotTable slots, TimeProvider clock)
{
    /// <summary>Rows that one transaction may write.</summary>
    public const int RowsMax = SlotBatch.WritesMax;

    /// <summary>Rows that storage gives at once; null is as many as it likes.</summary>
    internal int? PageRowsMax { get; init; }

    /// <summary>How often storage is asked before it is given up; two minutes between the first time and the last.</summary>
    internal int TriesMax { get; init; } = 12;

    // Nobody waits for an answer here, so a storage that has enough is given time.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    // Says which file's restore has begun and has not ended.
    private const string MarkKey = "restore";
    private const string MarkColumn = "File";

    // The letter after the tilde ends the festival's partitions.
    private string SlotsFilter => TableClient.CreateQueryFilter($"PartitionKey ge {slots.Partition("")} and PartitionKey lt {site.FestivalId + "\u007f"}");

    /// <summary>All rows of all slots, a partition after the other, each in order of its keys: the counters come first.</summary>
    public IAsyncEnumerable<StoredRow> SlotsAsync(CancellationToken stop) => QueryAsync(storage.Slots, BackupTables.Slots, SlotsFilter, stop);

    /// <summary>The rows of one partition of slots.</summary>
    public IAsyncEnumerable<StoredRow> SlotAsync(string partition, CancellationToken stop) =>
        QueryAsync(storage.Slots, BackupTables.Slots, TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), stop);

    /// <summary>The programme, doors, devices, and organizers' links and sessions.</summary>
    public IAsyncEnumerable<StoredRow> FestivalAsync(CancellationToken stop) =>
        QueryAsync(storage.Festivals, BackupTables.Festivals, TableClient.CreateQueryFilter($"PartitionKey eq {site.FestivalId} and RowKey ne {MarkKey}"), stop);

    public string PartitionOf(string slot) => slots.Partition(slot);

    /// <summary>Whether these rows of a partition are still at these versions: a point read each, which even a crowd hardly delays.</summary>
    public async Task<bool> StandStillAsync(string partition, IReadOnlyDictionary<string, string> versions, CancellationToken stop)
    {
        var now = await Task.WhenAll(versions.Keys.Select(key => PatientlyAsync(() => storage.Slots.GetEntityIfExistsAsync<TableEntity>(partition, key, ["PartitionKey", "RowKey"], stop), stop)));
        return versions.Values.Zip(now).All(pair => pair.Second.HasValue && pair.Second.Value!.ETag.ToString() == pair.First);
    }

    /// <summary>Whether nothing of the festival is stored, other than the mark of a restore.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken stop)
    {
        await foreach (var _ in FestivalAsync(stop))
            return false;
        await foreach (var _ in SlotsAsync(stop))
            return false;
        return true;
    }

    /// <summary>Of which file a restore has begun and not ended; null when none has.</summary>
    public async Task<string?> MarkAsync(CancellationToken stop)
    {
        var row = await storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, MarkKey, cancellationToken: stop);
        return row.HasValue ? row.Value!.GetString(MarkColumn) : null;
    }

    public Task SetMarkAsync(string file, CancellationToken stop) =>
        storage.Festivals.UpsertEntityAsync(new TableEntity(site.FestivalId, MarkKey) { [MarkColumn] = file }, TableUpdateMode.Replace, stop);

    /// <summary>Whether the festival is served as soon as this row is there.</summary>
    public static bool IsServedBy(BackupRow row) => row is { Table: BackupTables.Festivals, Key: ProgrammeTable.FestivalKey };

    /// <summary>Ends a restore: writes the rows that were kept until now, and removes the mark, in one transaction.</summary>
    /// <param name="rows">Of the festival's partition, a few.</param>
    /// <param name="stop"></param>
    public async Task EndAsync(IReadOnlyList<BackupRow> rows, CancellationToken stop)
    {
        var mark = new TableEntity(site.FestivalId, MarkKey) { ETag = ETag.All };
        List<TableTransactionAction> actions = [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(row))), new(TableTransactionActionType.Delete, mark)];
        try
        {
            await PatientlyAsync(() => storage.Festivals.SubmitTransactionAsync(actions, stop), stop);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // An earlier try's answer was lost: with the mark went the rows in.
            if (await MarkAsync(stop) is not null)
                throw;
        }
    }

    /// <summary>Writes rows of one partition in one transaction. Once more changes nothing.</summary>
    public Task WriteAsync(IReadOnlyList<BackupRow> rows, CancellationToken stop)
    {
        var table = rows[0].Table == BackupTables.Slots ? storage.Slots : storage.Festivals;
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(row))).ToList();
        return PatientlyAsync(() => table.SubmitTransactionAsync(actions, stop), stop);
    }

    private async IAsyncEnumerable<StoredRow> QueryAsync(TableClient table, string name, string filter, [EnumeratorCancellation] CancellationToken stop)
    {
        string? next = null;
        do
        {
            var page = await PatientlyAsync(() => table.QueryAsync<TableEntity>(filter, PageRowsMax, cancellationToken: stop).AsPages(next).FirstAsync(stop).AsTask(), stop);
            foreach (var entity in page.Values)
                yield return new(Row(name, entity), entity.ETag.ToString());
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (Exception outage) when (tries < TriesMax && StorageOutage.Is(outage, stop))
            {
                await Task.Delay(pause, clock, stop);
                pause = pause + pause < PauseMax ? pause + pause : PauseMax;
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException or AggregateException && StorageOutage.Is(broken, stop))
            {
                // A connection that broke must not be taken for a file that cannot be written.
                throw new BusyException("Storage did not answer: " + (broken is AggregateException several ? several.InnerExceptions[^1] : broken).Message);
            }
        }
    }

    private static BackupRow Row(string table, TableEntity entity)
    {
        var columns = entity.Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp") && !column.Key.StartsWith("odata.", StringComparison.Ordinal) && column.Value is not null);
        return new(table, entity.PartitionKey, entity.RowKey, columns.ToDictionary(column => column.Key, column => BackupValue.Of(column.Value)));
    }

    private static TableEntity Entity(BackupRow row)
    {
        var entity = new TableEntity(row.Partition, row.Key);
        foreach (var (name, value) in row.Columns)
            entity[name] = value.Value();
        return entity;
    }
}
