using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Slots;

namespace Esik.Programmes.Tests;

/// <summary>A small festival around a moment: a hall and a yard, each with its door, and the slots that a test asks for.</summary>
public static class TestProgramme
{
    public const string Hall = "hall";
    public const string Yard = "yard";

    /// <summary>A slot that is open for sign-up and whose door is open at the moment.</summary>
    public static Slot Slot(string id, DateTimeOffset now, int? capacity = 20, int partyMax = 6) => new()
    {
        Id = id,
        KindId = "workshop",
        VenueId = Hall,
        Title = Text(id),
        Start = now.AddMinutes(10),
        End = now.AddHours(2),
        Capacity = capacity,
        Languages = [Language.Kazakh],
        PartyMax = capacity is { } places ? Math.Min(partyMax, places) : 1,
        SignUpCloses = now.AddHours(1),
        DoorOpens = now.AddMinutes(-30),
        DoorCloses = now.AddHours(2),
    };

    public static Programme Of(DateTimeOffset now, params IReadOnlyList<Slot> slots)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var festival = new Festival
        {
            Id = TestSettings.FestivalId,
            Name = Text("Test festival"),
            Text = Text("A festival for tests"),
            Place = Text("Depot"),
            Organizer = Text("The tests"),
            Contact = "hello@example.org",
            TimeZone = zone,
            Days = [.. Enumerable.Range(-1, 4).Select(day => new FestivalDay(today.AddDays(day), Text($"Day {day}")))],
            Languages = [Language.Kazakh, Language.Russian, Language.English],
            RetentionDays = 30,
        };
        Venue[] venues = [new() { Id = Hall, Name = Text("Hall") }, new() { Id = Yard, Name = Text("Yard") }];
        Door[] doors = [new("hall-door", Text("Hall door"), [Hall]), new("hall-back", Text("Back door"), [Hall]), new("yard-door", Text("Yard door"), [Yard])];
        return new Programme(festival, venues, [new Kind("workshop", Text("Workshop"))], doors, slots);
    }

    /// <summary>Imports a programme into a site's storage; fails when it is refused.</summary>
    public static async Task ImportAsync(this TestSite site, Programme programme)
    {
        var result = await site.Get<ProgrammeImport>().RunAsync(programme, new Progress<string>(), CancellationToken.None);
        Assert.True(result.IsComplete, string.Join('\n', result.Refusals.Select(refusal => refusal.Sentence).Concat(result.Meanwhile)));
    }

    private static LocalText Text(string text) => new(text + " (kk)", text + " (ru)", text);
}
