using Azure;
using Azure.Data.Tables;
using Esik.Hosting.Tests;
using Esik.Slots;

namespace Esik.Doors.Tests;

/// <summary>Clashes put into storage as they are: for pages that only show them.</summary>
internal static class StoredClashes
{
    /// <summary>One of each kind, open ones and settled ones.</summary>
    public static async Task AddAsync(TestSite site, Slot slot, IReadOnlyList<Door> doors)
    {
        var now = TimeProvider.System.GetUtcNow();
        var guest = await StoredGuests.AddAsync(site, slot.Id, "Константин Константинопольский-Семипалатинский", party: 3);
        var devices = (await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None)).Select(device => device.Id).Append(PaperDesk.Device).ToList();
        ClashSide Side(string scan, int minutes, int places) => new(scan, doors[minutes % doors.Count].Id, devices[minutes % devices.Count], now.AddMinutes(-minutes), places);
        var twice = new Clash(ClashCause.Twice, Side("scan-b", 4, 3), guest.Ticket, 1, 3, 3, Side("scan-a", 7, 3), "scan-a", now, null);
        Clash[] clashes =
        [
            twice,
            twice with { Cause = ClashCause.Void, Scan = Side("scan-c", 5, 1), Against = null, Stands = null, Over = 1 },
            twice with { Cause = ClashCause.Room, Scan = Side("scan-d", 6, 2), Against = null, Stands = null, Over = 2, Ticket = null, Party = 0 },
            twice with { Scan = Side("scan-e", 8, 3), Settled = new(ClashVerdict.SentAway, "Екеуі де бір отбасы\nБасқа есікке жібердік", devices[0], now) },
            twice with { Scan = Side("scan-f", 9, 3), Settled = new(ClashVerdict.Undone, "", "desk@example.org", now) },
        ];
        var partition = site.Get<SlotTable>().Partition(slot.Id);
        await site.Storage.Slots.UpdateEntityAsync(new TableEntity(partition, Tally.Key) { [nameof(Tally.Clashes)] = clashes.Length }, ETag.All);
        foreach (var clash in clashes)
            await site.Storage.Slots.AddEntityAsync(SlotRowsTable.ToEntity(partition, clash, "test"));
    }
}
