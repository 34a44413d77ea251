using Esik.Doors;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>A whole festival as it was read from a file or from storage. It never changes; an import makes another one.</summary>
public sealed class Programme
{
    private readonly Dictionary<string, Slot> slotsById;
    private readonly Dictionary<ushort, Slot> slotsByNumber;
    private readonly Dictionary<string, Venue> venuesById;
    private readonly Dictionary<string, Kind> kindsById;
    private readonly Dictionary<string, Door> doorsById;

    /// <summary>
    /// Throws when an id or a number stands twice, or when something names a venue, kind or day that is not there: the file's
    /// reader has told the organizer all such mistakes before, so here they are a bug.
    /// </summary>
    public Programme(Festival festival, IReadOnlyList<Venue> venues, IReadOnlyList<Kind> kinds, IReadOnlyList<Door> doors, IEnumerable<Slot> slots, ushort numberLast = 0)
    {
        Festival = festival;
        Venues = venues;
        Kinds = kinds;
        Doors = doors;
        Slots = [.. slots.OrderBy(slot => slot.Start).ThenBy(slot => slot.End).ThenBy(slot => slot.Id, StringComparer.Ordinal)];
        venuesById = Unique(venues, venue => venue.Id);
        kindsById = Unique(kinds, kind => kind.Id);
        doorsById = Unique(doors, door => door.Id);
        slotsById = Unique(Slots, slot => slot.Id);
        NumberLast = Slots.Select(slot => slot.Number).Append(numberLast).Max();
        slotsByNumber = Unique(Slots.Where(slot => slot.Number != 0), slot => slot.Number);
        foreach (var slot in Slots)
            Check(slot);
        Days = [.. festival.Days.Select(day => new ProgrammeDay(day, [.. Slots.Where(slot => DateOf(slot) == day.Date)]))];
    }

    public Festival Festival { get; }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<Venue> Venues { get; }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<Kind> Kinds { get; }

    /// <summary>In the file's order; a festival that names no doors has one for each venue, with the venue's id and name.</summary>
    public IReadOnlyList<Door> Doors { get; }

    /// <summary>By start, then end, then id.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>Every day of the festival with its slots. A slot belongs to the day on which it starts, even if it ends after midnight.</summary>
    public IReadOnlyList<ProgrammeDay> Days { get; }

    /// <summary>The highest slot number ever given, to slots that were dropped too: their tickets may still be about. 0 when none was given.</summary>
    public ushort NumberLast { get; }

    /// <summary>Null when there is no such slot: the id came from an address.</summary>
    public Slot? SlotById(string id) => slotsById.GetValueOrDefault(id);

    /// <summary>Null when there is no such slot: the number came from a ticket.</summary>
    public Slot? SlotByNumber(ushort number) => slotsByNumber.GetValueOrDefault(number);

    public Door? DoorById(string id) => doorsById.GetValueOrDefault(id);

    public Venue? VenueById(string id) => venuesById.GetValueOrDefault(id);

    public Kind? KindById(string id) => kindsById.GetValueOrDefault(id);

    public Venue VenueOf(Slot slot) => venuesById[slot.VenueId];

    public Kind KindOf(Slot slot) => kindsById[slot.KindId];

    /// <summary>The festival day to which a slot belongs.</summary>
    public FestivalDay DayOf(Slot slot) => Festival.Days.First(day => day.Date == DateOf(slot));

    /// <summary>The slots to which a door admits, by start.</summary>
    public IEnumerable<Slot> SlotsAt(Door door) => Slots.Where(slot => door.VenueIds.Contains(slot.VenueId));

    /// <summary>The doors that admit to a slot; at least one.</summary>
    public IEnumerable<Door> DoorsOf(Slot slot) => Doors.Where(door => door.VenueIds.Contains(slot.VenueId));

    /// <summary>The doors of a festival whose file names none.</summary>
    public static IReadOnlyList<Door> DoorPerVenue(IEnumerable<Venue> venues) => [.. venues.Select(venue => new Door(venue.Id, venue.Name, [venue.Id]))];

    private DateOnly DateOf(Slot slot) => Festival.DateAt(slot.Start);

    private void Check(Slot slot)
    {
        if (!venuesById.ContainsKey(slot.VenueId) || !kindsById.ContainsKey(slot.KindId))
            throw new ArgumentException($"Slot {slot.Id} names a venue or a kind that is not there.");
        if (!Festival.Days.Any(day => day.Date == DateOf(slot)))
            throw new ArgumentException($"Slot {slot.Id} starts on no day of the festival.");
        if (slot.Start >= slot.End || slot.SignUpCloses > slot.End || slot.DoorOpens > slot.Start || slot.DoorCloses < slot.End)
            throw new ArgumentException($"The times of slot {slot.Id} are out of order.");
        if (slot.PartyMax is < 1 or > 6 || slot.Capacity < slot.PartyMax)
            throw new ArgumentException($"The places of slot {slot.Id} are out of bounds.");
        if (!Doors.Any(door => door.VenueIds.Contains(slot.VenueId)))
            throw new ArgumentException($"No door leads to slot {slot.Id}.");
    }

    private static Dictionary<TKey, T> Unique<TKey, T>(IEnumerable<T> things, Func<T, TKey> key)
        where TKey : notnull => things.ToDictionary(key);
}

/// <summary>A day of the festival and the slots that start on it, by start.</summary>
public sealed record ProgrammeDay(FestivalDay Day, IReadOnlyList<Slot> Slots);
