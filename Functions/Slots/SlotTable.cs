using Azure;
using Azure.Data.Tables;
using Esik.Doors;
using Esik.Hosting;
using Esik.Mails;
using Esik.Registrations;

namespace Esik.Slots;

/// <summary>Slots in Azure Table Storage: a partition per slot.</summary>
public sealed class SlotTable(EsikStorage storage, SiteSettings site, TimeProvider clock) : ISlotStore, IShortCodes
{
    /// <summary>How long a transaction's lost answer is asked after, before the caller is told "busy".</summary>
    public static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(10);

    // A mail's message shows itself only when its transaction has usually been stored.
    private static readonly TimeSpan AnnounceDelay = TimeSpan.FromSeconds(1);

    /// <summary>The slot's partition key.</summary>
    public string Partition(string slot) => $"{site.FestivalId}~{slot}";

    public async Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(slot)} and RowKey ge '!' and RowKey le {Tally.Key}");
        var counters = new List<Counter>();
        var versions = new List<string>();
        KnownRow? tally = null;
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
        {
            var row = SlotRowsTable.FromEntity(entity);
            if (row is Counter counter)
            {
                counters.Add(counter.Checked());
                versions.Add(entity.ETag.ToString());
            }
            else
            {
                tally = new KnownRow(row, entity.ETag.ToString());
            }
        }
        // Storage sorts keys as texts: the tenth counter comes before the second.
        var byNumber = counters.Zip(versions).OrderBy(pair => pair.First.Number).ToList();
        return counters.Count == 0 ? null : new LedgerReading(new Ledger([.. byNumber.Select(pair => pair.First)], 0), [.. byNumber.Select(pair => pair.Second)], tally);
    }

    public async Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) =>
        await ReadEntityAsync(slot, rowKey, stop) is { } entity ? new KnownRow(SlotRowsTable.FromEntity(entity), entity.ETag.ToString()) : null;

    /// <summary>The row as a record of its type; null when there is none.</summary>
    public async Task<T?> ReadAsync<T>(string slot, string rowKey, CancellationToken stop)
        where T : class, ISlotRow => (await ReadAsync(slot, rowKey, stop))?.Row as T;

    /// <summary>All rows of a slot whose key begins so, in order of their keys.</summary>
    public async IAsyncEnumerable<KnownRow> ListAsync(string slot, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        // The key after all keys that begin so: its last letter is the next one.
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(slot)} and RowKey ge {prefix} and RowKey lt {end}");
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            yield return new KnownRow(SlotRowsTable.FromEntity(entity), entity.ETag.ToString());
    }

    /// <summary>Every slot of the festival that has a ledger, those that were dropped too. Looks through all rows: not for a guest's request.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken stop)
    {
        // The letter after the tilde ends the festival's partitions.
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Partition("")} and PartitionKey lt {site.FestivalId + "\u007f"} and RowKey eq '!0'");
        var slots = new List<string>();
        await foreach (var row in storage.Slots.QueryAsync<TableEntity>(filter, select: ["PartitionKey"], cancellationToken: stop))
            slots.Add(row.PartitionKey[Partition("").Length..]);
        return slots;
    }

    public async Task<Registration?> FindByShortCodeAsync(string slot, string shortCode, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(slot)} and RowKey ge 'r:' and RowKey lt 'r;' and ShortCode eq {shortCode}");
        var found = new List<Registration>();
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            found.Add((Registration)SlotRowsTable.FromEntity(entity));
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Gives a slot its counters. A slot that has them keeps them.</summary>
    public async Task CreateLedgerAsync(string slot, int capacity, CancellationToken stop)
    {
        if (await ReadLedgerAsync(slot, stop) is not null)
            return;
        var ledger = Ledger.Of(capacity);
        var rows = ledger.Counters.Append<ISlotRow>(Tally.Of(ledger, clock.GetUtcNow()));
        try
        {
            await storage.SlotTransactions.SubmitTransactionAsync(rows.Select(row =>
                new TableTransactionAction(TableTransactionActionType.Add, SlotRowsTable.ToEntity(Partition(slot), row, "import"))), stop);
        }
        catch (TableTransactionFailedException exists) when (exists.Status == 409)
        {
            // Another import, or this one's lost answer, was faster: the counters are there.
        }
    }

    public Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) =>
        new SlotCommit(storage.SlotTransactions, clock, Partition(slot), batch).RunAsync(BatchOfAsync, stop);

    public Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop) =>
        storage.Mails.SendMessageAsync(MailIntent.ForBatches(slot, batchIds, clock.GetUtcNow()).ToJson(), AnnounceDelay, cancellationToken: stop);

    public async Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop)
    {
        var entity = SlotRowsTable.ToEntity(Partition(slot), tally, "tally");
        try
        {
            if (version is null)
                await storage.Slots.AddEntityAsync(entity, stop);
            else
                await storage.Slots.UpdateEntityAsync(entity, new ETag(version), TableUpdateMode.Replace, stop);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    private async Task<string?> BatchOfAsync(string partition, string rowKey, CancellationToken stop)
    {
        var row = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, [SlotRowsTable.BatchColumn], stop);
        return row.HasValue ? row.Value!.GetString(SlotRowsTable.BatchColumn) : null;
    }

    private async Task<TableEntity?> ReadEntityAsync(string slot, string rowKey, CancellationToken stop)
    {
        var row = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(Partition(slot), rowKey, cancellationToken: stop);
        return row.HasValue ? row.Value : null;
    }
}
