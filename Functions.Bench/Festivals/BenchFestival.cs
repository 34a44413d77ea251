using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Bench.Festivals;

/// <summary>A festival for measuring: as many slots of one capacity as asked for, all open for sign-up.</summary>
public static class BenchFestival
{
    public const string Id = "bench";

    /// <summary>The slots' ids: slot-0, slot-1 and so on.</summary>
    public static IReadOnlyList<string> SlotIds(int slots) => [.. Enumerable.Range(0, slots).Select(number => $"slot-{number}")];

    public static Programme Of(int slots, int capacity, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var festival = new Festival
        {
            Id = Id,
            Name = Text("Rush"),
            Text = Text("A festival to which everybody comes at once"),
            Place = Text("Depot"),
            Organizer = Text("The benchmark"),
            Contact = "hello@example.org",
            TimeZone = zone,
            Days = [.. Enumerable.Range(-1, 10).Select(day => new FestivalDay(today.AddDays(day), Text($"Day {day}")))],
            Languages = [Language.Kazakh, Language.Russian, Language.English],
            RetentionDays = 30,
        };
        Venue[] venues = [new() { Id = "hall", Name = Text("Hall") }];
        return new Programme(festival, venues, [new Kind("theatre", Text("Theatre"))], Programme.DoorPerVenue(venues), SlotIds(slots).Select(id => SlotOf(id, capacity, now)));
    }

    // Days away, so that no rule about the last hours has a say.
    private static Slot SlotOf(string id, int capacity, DateTimeOffset now) => new()
    {
        Id = id,
        KindId = "theatre",
        VenueId = "hall",
        Title = Text(id),
        Start = now.AddDays(3),
        End = now.AddDays(3).AddHours(2),
        Capacity = capacity,
        Languages = [Language.Kazakh],
        PartyMax = Math.Min(6, capacity),
        SignUpCloses = now.AddDays(3),
        DoorOpens = now.AddDays(3).AddMinutes(-30),
        DoorCloses = now.AddDays(3).AddHours(2),
    };

    private static LocalText Text(string text) => new(text + " (kk)", text + " (ru)", text);
}
