using Esik.Doors;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>Reads a whole festival file: the festival first, then what slots refer to, then the slots.</summary>
internal static class ProgrammeReader
{
    /// <summary>The programme, or null after at least one mistake.</summary>
    public static Programme? Read(JsonPlace root, MistakeList mistakes)
    {
        var fields = new FieldReader(root, ObjectShape.Festival, mistakes);
        if (fields.At("$schema") is { } schema)
            fields.Text(schema);
        var festivalReader = new FestivalReader(fields);
        var festival = festivalReader.Read();
        var kinds = fields.Things("kinds", 1, ProgrammeLimits.KindsMax, ObjectShape.Kind, ReadKind);
        var venues = fields.Things("venues", 1, ProgrammeLimits.VenuesMax, ObjectShape.Venue, ReadVenue);
        var doors = ReadDoors(fields, fields.IdsOf("venues"));
        var slotReader = new SlotReader(festivalReader.Zone, festivalReader.Days, fields.IdsOf("kinds"), fields.IdsOf("venues"), festivalReader.Waitlist, festivalReader.ReleaseMinutes);
        var slots = fields.Things("slots", 0, ProgrammeLimits.SlotsMax, ObjectShape.Slot, slotReader.Read);
        if (mistakes.Count == 0 && festival is not null)
            CheckAroundNow(fields, festival, slots);
        return mistakes.Count > 0 || festival is null
            ? null
            : new Programme(festival, venues, kinds, doors.Count > 0 ? doors : Programme.DoorPerVenue(venues), slots);
    }

    /// <summary>Moved to any hour of a day, several slots could start on two dates, and the file has a name for one.</summary>
    private static void CheckAroundNow(FieldReader fields, Festival festival, IReadOnlyList<Slot> slots)
    {
        var around = festival.Days.FirstOrDefault(day => day.AroundNow);
        if (around is not null && slots.Count(slot => festival.DateAt(slot.Start) == around.Date) != 1)
            fields.Mistakes.Add(MistakeKind.AroundNowSlots, fields.At("days")!, "The day that moves to the present needs one slot, and no more.");
        else if (festival.Days.All(day => day.AroundNow))
            fields.Mistakes.Add(MistakeKind.AroundNowSlots, fields.At("days")!, "A sample needs a day besides the one that moves to the present.");
    }

    private static Kind? ReadKind(FieldReader kind)
    {
        var (id, name) = (kind.Id("id"), kind.Local("name", ProgrammeLimits.NameLengthMax));
        return id is null || name is null ? null : new Kind(id, name);
    }

    private static Venue? ReadVenue(FieldReader venue)
    {
        var (id, name) = (venue.Id("id"), venue.Local("name", ProgrammeLimits.NameLengthMax));
        var where = venue.Local("where", ProgrammeLimits.LineLengthMax);
        var accessibility = venue.Local("accessibility", ProgrammeLimits.SummaryLengthMax, lines: true);
        return id is null || name is null ? null : new Venue { Id = id, Name = name, Where = where, Accessibility = accessibility };
    }

    /// <summary>None when the file leaves the list out.</summary>
    private static IReadOnlyList<Door> ReadDoors(FieldReader fields, IReadOnlySet<string>? venueIds)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var doors = fields.Things("doors", 1, ProgrammeLimits.DoorsMax, ObjectShape.Door, door => ReadDoor(door, venueIds, reached));
        if (fields.At("doors") is not { Items.Count: > 0 })
            return doors;
        foreach (var venue in fields.At("venues")?.Items ?? [])
        {
            if (venue.Members.FirstOrDefault(member => member.Name == "id")?.Value.Text is { } id && !reached.Contains(id))
                fields.Mistakes.Add(MistakeKind.VenueWithoutDoor, venue, $"No door leads to {MistakeList.Quote(id)}: name it at a door, or leave out 'doors' altogether.");
        }
        return doors;
    }

    private static Door? ReadDoor(FieldReader door, IReadOnlySet<string>? venueIds, HashSet<string> reached)
    {
        var (id, name) = (door.Id("id"), door.Local("name", ProgrammeLimits.NameLengthMax));
        var venues = new List<string>();
        foreach (var place in door.List("venues", 1, ProgrammeLimits.VenuesMax))
        {
            if (door.Known(place, venueIds, MistakeKind.UnknownVenue) is not { } venue)
                continue;
            if (venues.Contains(venue))
                door.Mistakes.Add(MistakeKind.DuplicateValue, place, $"{MistakeList.Quote(venue)} stands twice at this door.");
            venues.Add(venue);
        }
        reached.UnionWith(venues);
        return id is null || name is null ? null : new Door(id, name, venues);
    }
}
