using Esik.Doors;
using Esik.Languages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Mails.Tests;

/// <summary>A festival of one slot in one venue, and guests of it.</summary>
internal static class MailDay
{
    public static readonly DateTimeOffset Noon = new(2027, 9, 18, 7, 0, 0, TimeSpan.Zero);

    public static readonly Slot Clay = new()
    {
        Id = "clay",
        Number = 40,
        KindId = "master-class",
        VenueId = "workshop",
        Title = new("Саз балшық", "Глина", "Clay"),
        Start = new(2027, 9, 18, 9, 0, 0, TimeSpan.Zero),
        End = new(2027, 9, 18, 11, 0, 0, TimeSpan.Zero),
        Capacity = 200,
        Languages = [Language.Kazakh],
        PartyMax = 2,
        SignUpCloses = new(2027, 9, 18, 9, 0, 0, TimeSpan.Zero),
        DoorOpens = new(2027, 9, 18, 8, 0, 0, TimeSpan.Zero),
        DoorCloses = new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero),
    };

    public static Programme Programme(Slot? slot = null)
    {
        var venue = new Venue { Id = "workshop", Name = new("Шеберхана", "Мастерская", "Workshop"), Where = new("2-қабат", "2 этаж", "First floor") };
        var festival = new Festival
        {
            Id = "test-festival",
            Name = new("Аула", "Двор", "The Yard"),
            Text = new("Аула", "Двор", "The Yard"),
            Place = new("Алматы, DEPO", "Алматы, DEPO", "Almaty, DEPO"),
            Organizer = new("Көршілер", "Соседи", "The neighbours"),
            Contact = "yard@example.org",
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty"),
            Days = [new FestivalDay(new DateOnly(2027, 9, 18), new("Сенбі", "Суббота", "Saturday"))],
            Languages = [Language.Kazakh, Language.Russian, Language.English],
            RetentionDays = 30,
        };
        Door[] doors = [.. Esik.Programmes.Programme.DoorPerVenue([venue])];
        return new Programme(festival, [venue], [new Kind("master-class", new("Шеберлік", "Мастер-класс", "Master class"))], doors, [slot ?? Clay]);
    }

    public static Registration Guest(int number = 0, Language language = Language.Kazakh, string name = "Айгүл", RegistrationState state = RegistrationState.Confirmed)
    {
        var email = $"guest{number}@example.org";
        var ticket = TicketId.For(TicketKit.GuestKey, "clay", EmailAddress.Parse(email)!);
        var payload = new TicketPayload(7, 40, ticket, 1, 2);
        var confirmed = state == RegistrationState.Confirmed;
        return new Registration(
            ticket.ToString(), state, 2, name, email, language, $"request-{number:D10}", "order", confirmed ? 0 : 7, confirmed ? 1 : 0,
            confirmed ? TicketKit.Keys.Signer.Sign(payload) : null, 7, "0123456789abcdef", ShortCode.For(TicketKit.GuestKey, "clay", ticket).Text,
            Noon, confirmed ? null : Noon, state == RegistrationState.Offered ? Noon.AddHours(1) : null, null, []);
    }
}
