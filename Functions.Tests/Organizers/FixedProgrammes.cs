using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Esik.Organizers.Tests;

/// <summary>A programme that was never imported, for tests that are not about importing.</summary>
public sealed class FixedProgrammes(Programme programme) : IProgrammes
{
    /// <summary>A site with organizers and this programme.</summary>
    public static TestSiteChoices Site(Programme programme, TimeProvider? clock = null) => new()
    {
        Settings = OrganizerDesk.Listed,
        Clock = clock,
        Configure = services => services.Replace(ServiceDescriptor.Singleton<IProgrammes>(new FixedProgrammes(programme))),
    };

    /// <summary>One day at one venue with slots named <c>slot-1</c>, <c>slot-2</c>, ... of 20 places, that begin in the hours from <paramref name="start"/> on.</summary>
    public static Programme OfSlots(int count, DateTimeOffset start) => new(
        new Festival
        {
            Id = TestSettings.FestivalId,
            Name = new("Аула", "Двор", "The Yard"),
            Text = new("а", "б", "c"),
            Place = new("Алматы", "Алматы", "Almaty"),
            Organizer = new("Көршілер", "Соседи", "The neighbours"),
            Contact = "yard@example.org",
            TimeZone = TimeZoneInfo.Utc,
            Days = [new(DateOnly.FromDateTime(start.UtcDateTime), new("Күн", "День", "Day"))],
            Languages = Languages.LanguageCodes.All,
            RetentionDays = 30,
        },
        [new Venue { Id = "yard", Name = new("Аула", "Двор", "Yard") }],
        [new Kind("talk", new("Дәріс", "Лекция", "Talk"))],
        [new Doors.Door("gate", new("Қақпа", "Ворота", "Gate"), ["yard"])],
        Enumerable.Range(1, count).Select(number => Slot(number, start)));

    public Task<Programme> CurrentAsync(CancellationToken stop) => Task.FromResult(programme);

    private static Slot Slot(int number, DateTimeOffset start) => new()
    {
        Id = $"slot-{number}",
        Number = (ushort)number,
        KindId = "talk",
        VenueId = "yard",
        Title = new($"Дәріс {number}", $"Лекция {number}", $"Talk {number}"),
        Start = start,
        End = start.AddHours(1),
        Capacity = 20,
        Languages = [],
        PartyMax = 6,
        SignUpCloses = start,
        DoorOpens = start.AddHours(-1),
        DoorCloses = start.AddHours(1),
    };
}
