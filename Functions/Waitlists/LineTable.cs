using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Waitlists;

/// <summary>Waiting lists in Azure Table Storage: the registrations of a slot's partition that wait.</summary>
public sealed class LineTable(EsikStorage storage, SlotTable slots) : ILines
{
    private static readonly string[] Columns = ["RowKey", nameof(Registration.Party), nameof(Registration.Order)];

    public async Task<Line> ReadAsync(string slot, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {slots.Partition(slot)} and RowKey ge 'r:' and RowKey lt 'r;' and State eq {nameof(RegistrationState.Waiting)}");
        var parties = new List<LineParty>();
        await foreach (var row in storage.Slots.QueryAsync<TableEntity>(filter, select: Columns, cancellationToken: stop))
            parties.Add(new(row.RowKey[Registration.Prefix.Length..], row.GetInt32(nameof(Registration.Party))!.Value, row.GetString(nameof(Registration.Order))));
        return Line.Of(parties);
    }
}
