using Esik.Doors;

namespace Esik.Programmes;

/// <summary>
/// The festival while an import is under way: venues, kinds, doors and days of both programmes. Its slots change one by one, and whoever
/// reads in between, or after a crash, must find a festival that fits them all.
/// </summary>
public static class ProgrammeTransition
{
    /// <summary>Without slots. What both programmes have is as it is wanted.</summary>
    public static Programme Between(Programme? stored, Programme wanted)
    {
        if (stored is null)
            return new Programme(wanted.Festival, wanted.Venues, wanted.Kinds, wanted.Doors, [], wanted.NumberLast);
        return new Programme(
            wanted.Festival with { Days = Days(stored, wanted) },
            [.. wanted.Venues.UnionBy(stored.Venues, venue => venue.Id)],
            [.. wanted.Kinds.UnionBy(stored.Kinds, kind => kind.Id)],
            [.. wanted.Doors.UnionBy(stored.Doors, door => door.Id).Select(door => Widened(door, stored))],
            [],
            wanted.NumberLast);
    }

    /// <summary>A door of both programmes leads to the venues of both.</summary>
    private static Door Widened(Door door, Programme stored) =>
        door with { VenueIds = [.. door.VenueIds.Union(stored.DoorById(door.Id)?.VenueIds ?? [])] };

    // Another time zone can put a slot on a date that neither programme has.
    private static List<FestivalDay> Days(Programme stored, Programme wanted)
    {
        var known = wanted.Festival.Days.UnionBy(stored.Festival.Days, day => day.Date).ToList();
        var dates = stored.Slots.Concat(wanted.Slots).Select(slot => wanted.Festival.DateAt(slot.Start));
        var unknown = dates.Except(known.Select(day => day.Date)).Select(date => new FestivalDay(date, wanted.Festival.Name));
        return [.. known.Concat(unknown).OrderBy(day => day.Date)];
    }
}
