using System.Globalization;
using Esik.Languages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Mails;

/// <summary>What all letters about one registration have in common: its facts, words and links, in the guest's language.</summary>
/// <param name="Code">The registration's <see cref="MailCode"/>.</param>
/// <param name="Link">Makes an absolute address of a path.</param>
/// <param name="Now">When it is written, UTC.</param>
public sealed record GuestLetter(Programme Programme, Slot Slot, Registration Registration, string Code, Func<string, string> Link, DateTimeOffset Now)
{
    public TextsIn T => Texts.Catalogue.In(Registration.Language);

    public LocalTime Time => new(Programme.Festival.TimeZone, Registration.Language);

    public bool HoldsTicket => Registration.State == RegistrationState.Confirmed;

    /// <summary>Until when places are held, for people; null when none are.</summary>
    public string? HeldUntil => Registration.OfferEnd(Slot) is { } until ? Time.Moment(until) : null;

    public string Title => MailLine.Of(Slot.Title.In(Registration.Language));

    public string TicketPage => Link($"{Language}/tickets/{Registration.PageKey(Slot.Number).Text}");

    /// <summary>The ticket page for somebody who came by a mail.</summary>
    public string TicketPageWithCode => $"{TicketPage}?code={Code}";

    public string SlotPage => Link($"{Language}/slots/{Slot.Id}");

    public string ProgrammePage => Link(Language);

    private string Language => Registration.Language.Code();

    /// <summary>A letter with greeting, facts and a button to the ticket page, still without subject, heading and lead.</summary>
    public Letter Begin()
    {
        var (festival, language) = (Programme.Festival, Registration.Language);
        var venue = Programme.VenueOf(Slot);
        string?[] where = [venue.Name.In(language), venue.Where?.In(language), festival.Place.In(language)];
        return new Letter
        {
            Language = language,
            Subject = "",
            Heading = "",
            Lead = "",
            Greeting = T["mail.greeting", ("name", MailLine.Of(Registration.Name))],
            Title = Title,
            Facts =
            [
                new(T["mail.when"], $"{Time.Day(Slot.Start)}, {Time.Span(Slot.Start, Slot.End)}"),
                new(T["mail.where"], string.Join(", ", where.Where(part => !string.IsNullOrEmpty(part)))),
                new(T["mail.party"], Number(Registration.Party)),
            ],
            Button = new(T["mail.ticket.button"], TicketPage),
            Notes = festival.Sample ? [T["mail.sample"]] : [],
            Footer = T["mail.footer", ("festival", festival.Name.In(language)), ("contact", festival.Contact)],
        };
    }

    /// <summary>The same with the QR picture and the short code.</summary>
    public Letter BeginWithTicket()
    {
        var letter = Begin();
        var code = ShortCode.Parse(Registration.ShortCode)?.Display ?? Registration.ShortCode;
        return letter with
        {
            QrAlt = T["mail.qr"],
            QrNote = T["mail.ticket.code"],
            Facts = [.. letter.Facts, new(T["mail.code"], code)],
        };
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
