using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>Somebody who came in, as a lead looks at it. <paramref name="Name"/> is null for who has no ticket, and after the data was erased.</summary>
public sealed record RecentAdmission(Scan Scan, string? Name);

/// <summary>Who came in by a lead's doors lately: one query, and a point read for the name of each that is shown. Not for anything that many ask for.</summary>
public sealed class RecentAdmissionsTable(EsikStorage storage, SlotTable slots, TimeProvider clock)
{
    /// <summary>As many as are shown, the latest first.</summary>
    public const int ShownMax = 30;

    /// <summary>What is longer ago has to be looked for on the desk's pages.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(3);

    /// <summary>What was taken back is left out.</summary>
    public async Task<IReadOnlyList<RecentAdmission>> ListAsync(Slot slot, IReadOnlyCollection<string> doors, CancellationToken stop)
    {
        var found = new List<Scan>();
        await foreach (var row in storage.Slots.QueryAsync<TableEntity>(Filter(slot), cancellationToken: stop))
        {
            if (SlotRowsTable.FromEntity(row) is Scan { Kind: not ScanKind.Undo, UndoneBy: null } scan && doors.Contains(scan.Door))
                found.Add(scan);
        }
        var shown = found.OrderByDescending(scan => scan.CorrectedAt).ThenBy(scan => scan.ScanId, StringComparer.Ordinal).Take(ShownMax);
        return await Task.WhenAll(shown.Select(async scan => new RecentAdmission(scan, await NameAsync(slot, scan, stop))));
    }

    private string Filter(Slot slot)
    {
        var end = Scan.Prefix[..^1] + (char)(Scan.Prefix[^1] + 1);
        var since = clock.GetUtcNow() - Age;
        return TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot.Id)} and RowKey ge {Scan.Prefix} and RowKey lt {end} and (Places gt 0 or Over gt 0) and CorrectedAt ge {since}");
    }

    private async Task<string?> NameAsync(Slot slot, Scan scan, CancellationToken stop) =>
        TicketId.Parse(scan.Ticket) is { } ticket && await slots.ReadAsync<Registration>(slot.Id, Registration.KeyOf(ticket), stop) is { Name.Length: > 0 } guest
            ? guest.Name
            : null;
}
