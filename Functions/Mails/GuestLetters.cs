using System.Globalization;
using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Mails;

/// <summary>The letters that guests get, written from the facts as they are now.</summary>
public sealed class GuestLetters(SiteSettings site)
{
    /// <summary>
    /// What is still to be said of a promised mail; null when nothing is. A guest who gave the place back, or whose registration
    /// went on since, hears of that by that event's own mail. A slot that was cancelled meanwhile is told as that: nobody shall come.
    /// </summary>
    public static MailKind? StillTrue(MailKind promised, Slot slot, Registration? registration)
    {
        if (registration is null or { State: RegistrationState.Withdrawn } or { Email: "" })
            return null;
        if (slot.Cancelled)
            return MailKind.SlotCancelled;
        var holdsTicket = registration.State == RegistrationState.Confirmed;
        return promised switch
        {
            MailKind.SlotCancelled => null,
            MailKind.SlotChanged => MailKind.SlotChanged,
            MailKind.Ticket or MailKind.TicketAgain => holdsTicket ? promised : null,
            MailKind.Waiting => holdsTicket ? null : MailKind.Waiting,
            MailKind.SignInLink => throw new ArgumentException("A sign-in link is no guest's mail."),
        };
    }

    /// <summary>The letter of this kind. <paramref name="kind"/> comes from <see cref="StillTrue"/>.</summary>
    public Letter Write(MailKind kind, Programme programme, Slot slot, Registration registration)
    {
        var t = Texts.Catalogue.In(registration.Language);
        var letter = Common(programme, slot, registration, t);
        return kind switch
        {
            MailKind.Ticket => WithTicket(letter, registration, t) with
            {
                Subject = t["mail.ticket.subject", ("slot", letter.Title)],
                Heading = t["mail.ticket.heading"],
                Lead = t["mail.ticket.lead"],
            },
            MailKind.TicketAgain => WithTicket(letter, registration, t) with
            {
                Subject = t["mail.again.subject", ("slot", letter.Title)],
                Heading = t["mail.again.heading"],
                Lead = t["mail.again.lead"],
                Notes = [t["mail.again.note"], .. letter.Notes],
            },
            MailKind.Waiting => letter with
            {
                Subject = t["mail.waiting.subject", ("place", registration.Place), ("slot", letter.Title)],
                Heading = t["mail.waiting.heading"],
                Lead = t["mail.waiting.lead"],
                Facts = [.. letter.Facts, new(t["mail.place"], Number(registration.Place))],
                Button = letter.Button with { Label = t["mail.waiting.button"] },
            },
            MailKind.SlotChanged => Changed(letter, registration, t),
            MailKind.SlotCancelled => letter with
            {
                Subject = t["mail.cancelled.subject", ("slot", letter.Title)],
                Heading = t["mail.cancelled.heading"],
                Lead = t["mail.cancelled.lead"],
                Button = new(t["mail.cancelled.button"], site.Link(registration.Language.Code())),
            },
            MailKind.SignInLink => throw new ArgumentException("A sign-in link is no guest's mail."),
        };
    }

    private string TicketPage(Slot slot, Registration registration) =>
        site.Link($"{registration.Language.Code()}/tickets/{registration.PageKey(slot.Number).Text}");

    private Letter Common(Programme programme, Slot slot, Registration registration, TextsIn t)
    {
        var (festival, language) = (programme.Festival, registration.Language);
        var venue = programme.VenueOf(slot);
        var time = new LocalTime(festival.TimeZone, language);
        string?[] where = [venue.Name.In(language), venue.Where?.In(language), festival.Place.In(language)];
        return new Letter
        {
            Language = language,
            Subject = "",
            Heading = "",
            Lead = "",
            Greeting = t["mail.greeting", ("name", MailLine.Of(registration.Name))],
            Title = MailLine.Of(slot.Title.In(language)),
            Facts =
            [
                new(t["mail.when"], $"{time.Day(slot.Start)}, {time.Span(slot.Start, slot.End)}"),
                new(t["mail.where"], string.Join(", ", where.Where(part => !string.IsNullOrEmpty(part)))),
                new(t["mail.party"], Number(registration.Party)),
            ],
            Button = new(t["mail.ticket.button"], TicketPage(slot, registration)),
            Notes = festival.Sample ? [t["mail.sample"]] : [],
            Footer = t["mail.footer", ("festival", festival.Name.In(language)), ("contact", festival.Contact)],
        };
    }

    private static Letter WithTicket(Letter letter, Registration registration, TextsIn t)
    {
        var code = ShortCode.Parse(registration.ShortCode)?.Display ?? registration.ShortCode;
        return letter with
        {
            QrAlt = t["mail.qr"],
            QrNote = t["mail.ticket.code"],
            Facts = [.. letter.Facts, new(t["mail.code"], code)],
        };
    }

    private static Letter Changed(Letter letter, Registration registration, TextsIn t)
    {
        var holdsTicket = registration.State == RegistrationState.Confirmed;
        return (holdsTicket ? WithTicket(letter, registration, t) : letter) with
        {
            Subject = t["mail.changed.subject", ("slot", letter.Title)],
            Heading = t["mail.changed.heading"],
            Lead = holdsTicket ? t["mail.changed.ticket"] : t["mail.changed.waiting"],
            Button = holdsTicket ? letter.Button : letter.Button with { Label = t["mail.waiting.button"] },
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
