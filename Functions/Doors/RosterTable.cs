using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Doors;

/// <summary>Rosters from Azure Table Storage: a slot's registrations and admissions, with storage's own times.</summary>
public sealed class RosterTable(EsikStorage storage, SlotTable slots) : IRosterRows
{
    public async Task<TimedTally?> TallyAsync(string slot, CancellationToken stop)
    {
        var found = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(slots.Partition(slot), Tally.Key, cancellationToken: stop);
        return found.HasValue ? new((Tally)SlotRowsTable.FromEntity(found.Value!), found.Value!.Timestamp!.Value) : null;
    }

    public async Task<IReadOnlyList<TimedRow>> RowsAsync(string slot, DateTimeOffset? since, CancellationToken stop)
    {
        // ';' follows ':' in the order of keys. History and address are of no use at a door.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot)} and ((RowKey ge 'a:' and RowKey lt 'a;') or (RowKey ge 'r:' and RowKey lt 'r;'))");
        if (since is { } moment)
            filter += TableClient.CreateQueryFilter($" and Timestamp ge {moment}");
        var rows = new List<TimedRow>();
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            rows.Add(new(SlotRowsTable.FromEntity(entity), entity.Timestamp!.Value));
        return rows;
    }
}
