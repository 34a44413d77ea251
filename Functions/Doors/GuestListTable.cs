using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>Reads who signed up for a slot and who came in: two queries, each a request for every thousand rows. Not for anything that many ask for.</summary>
public sealed class GuestListTable(EsikStorage storage, SlotTable slots)
{
    private static readonly string[] GuestColumns =
        ["RowKey", nameof(DoorGuest.Ticket), nameof(DoorGuest.Issue), nameof(DoorGuest.Party), nameof(DoorGuest.Name), nameof(DoorGuest.ShortCode), nameof(DoorGuest.State)];

    private static readonly RowMap Guests = new(typeof(DoorGuest));

    /// <summary>In no particular order. Erased registrations, which have no names any more, are left out.</summary>
    public async Task<IReadOnlyList<DoorGuest>> ReadAsync(string slot, CancellationToken stop)
    {
        var admitted = AdmittedAsync(slot, stop);
        var guests = new List<DoorGuest>();
        await foreach (var row in RowsAsync(slot, Registration.Prefix, GuestColumns, stop))
        {
            if ((DoorGuest)Guests.Read(row) is { Name.Length: > 0 } guest)
                guests.Add(guest);
        }
        var inside = await admitted;
        return [.. guests.Select(guest => guest with { Admitted = inside.GetValueOrDefault(Admission.KeyOf(TicketId.Parse(guest.Ticket) ?? default, guest.Issue)) })];
    }

    private async Task<Dictionary<string, int>> AdmittedAsync(string slot, CancellationToken stop)
    {
        var admitted = new Dictionary<string, int>();
        await foreach (var row in RowsAsync(slot, Admission.Prefix, ["RowKey", nameof(Admission.Admitted)], stop))
            admitted[row.RowKey] = row.GetInt32(nameof(Admission.Admitted)) ?? 0;
        return admitted;
    }

    private IAsyncEnumerable<TableEntity> RowsAsync(string slot, string prefix, IEnumerable<string> columns, CancellationToken stop)
    {
        var (first, end) = (prefix, prefix[..^1] + (char)(prefix[^1] + 1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot)} and RowKey ge {first} and RowKey lt {end}");
        return storage.Slots.QueryAsync<TableEntity>(filter, select: columns, cancellationToken: stop);
    }
}
