using Esik.Programmes;
using Esik.Slots;

namespace Esik.Doors;

/// <summary>What a device may scan, by its pass and the programme.</summary>
public static class DoorScope
{
    public static DeviceScope Of(DoorDevice device, Programme programme) => new(
        device.Role, DoorsOf(device, programme).ToDictionary(door => door.Id, door => (IReadOnlyList<string>)[.. SlotsAt(device, programme, door).Select(slot => slot.Id)]));

    /// <summary>In the programme's order.</summary>
    public static IEnumerable<Door> DoorsOf(DoorDevice device, Programme programme) => programme.Doors.Where(door => device.Doors.Contains(door.Id));

    /// <summary>The slots that a device scans at a door; open entrance is not scanned.</summary>
    public static IEnumerable<Slot> SlotsAt(DoorDevice device, Programme programme, Door door) =>
        programme.SlotsAt(door).Where(slot => !slot.OpenEntrance && device.MayScan(slot.Id));

    /// <summary>All slots that a device may scan, by start.</summary>
    public static IReadOnlyList<Slot> SlotsOf(DoorDevice device, Programme programme) =>
        [.. programme.Slots.Where(slot => !slot.OpenEntrance && device.MayScan(slot.Id) && programme.DoorsOf(slot).Any(door => device.Doors.Contains(door.Id)))];
}

/// <summary>How many people without a ticket each device may let in while it has no network.</summary>
public static class WalkInShares
{
    /// <summary>
    /// Divides free places among the doors at which devices are, rounded down, the first in the programme's order taking what is left over;
    /// a door's share likewise among its devices, by their ids. The shares add up to the free places.
    /// </summary>
    /// <param name="doors">Ids of the doors that lead to the slot, in the programme's order.</param>
    /// <param name="devices">Those that may scan for it.</param>
    public static int Of(string device, int free, IReadOnlyList<string> doors, IReadOnlyList<DoorDevice> devices)
    {
        var manned = doors.Where(door => devices.Any(other => other.Doors.Contains(door))).ToList();
        return manned.Sum(door =>
        {
            var there = devices.Where(other => other.Doors.Contains(door)).Select(other => other.Id).Order(StringComparer.Ordinal).ToList();
            return there.Contains(device) ? Share(Share(free, manned, door), there, device) : 0;
        });
    }

    private static int Share(int free, List<string> among, string one) => free <= 0 ? 0 : (free / among.Count) + (among[0] == one ? free % among.Count : 0);
}
