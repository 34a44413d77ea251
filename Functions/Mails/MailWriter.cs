using System.Text;
using Esik.Hosting;
using Esik.Organizers;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Mails;

/// <summary>Makes complete mails: a letter in both forms, the QR picture, the calendar file.</summary>
public sealed class MailWriter(GuestLetters letters, TicketDesk tickets, RazorText razor, SiteSettings site, MailSettings settings, TimeProvider clock)
{
    /// <summary>A guest's mail. Its Message-ID follows from batch, ticket and kind, so the same mail sent again is known as the same.</summary>
    public async Task<Mail> ToGuestAsync(string batchId, MailKind kind, Programme programme, Slot slot, Registration registration)
    {
        var found = new FoundTicket(programme, slot, registration);
        var letter = letters.Write(kind, programme, slot, registration, clock.GetUtcNow());
        var mail = await MailAsync(letter, $"{batchId}.{registration.Ticket}.{Word(kind)}", programme);
        return mail with
        {
            ToAddress = registration.Email,
            ToName = registration.Name,
            Pictures = letter.QrAlt is not null && TicketDesk.TokenOf(found) is { } token ? [Qr(token)] : [],
            Files = registration.State == RegistrationState.Confirmed || kind is MailKind.Withdrawn or MailKind.AddressChanged ? [Calendar(found)] : [],
            Arguments = new Dictionary<string, string>(mail.Arguments) { ["slot"] = slot.Id },
        };
    }

    /// <summary>An organizer's mail with a sign-in link.</summary>
    public async Task<Mail> ToOrganizerAsync(string email, OrganizerLink link, string url, Programme programme)
    {
        var letter = SignInLetter.Write(link, url, programme.Festival, clock.GetUtcNow());
        return await MailAsync(letter, $"{link.Id}.{Word(MailKind.SignInLink)}", programme) with { ToAddress = email };
    }

    private async Task<Mail> MailAsync(Letter letter, string id, Programme programme)
    {
        var messageId = $"{id}@{site.Public.IdnHost}";
        return new Mail
        {
            MessageId = messageId,
            FromName = settings.MailFromName.Length > 0 ? settings.MailFromName : programme.Festival.Name.In(letter.Language),
            ToAddress = "",
            Language = letter.Language,
            Subject = letter.Subject,
            Html = await razor.RenderAsync<LetterMail>(new Dictionary<string, object?> { [nameof(LetterMail.Letter)] = letter }),
            Text = letter.ToText(),
            Arguments = new Dictionary<string, string> { ["message"] = messageId },
        };
    }

    private static MailPicture Qr(string token) => new(Letter.QrContentId, "qr.png", "image/png", QrPicture.Of(token).Png());

    private MailFile Calendar(FoundTicket found) =>
        new($"{found.Slot.Id}.ics", TicketDesk.CalendarMediaType(found), Encoding.UTF8.GetBytes(tickets.Calendar(found, found.Registration.Language)));

    private static string Word(MailKind kind) => kind switch
    {
        MailKind.Ticket => "ticket",
        MailKind.Waiting => "waiting",
        MailKind.TicketAgain => "again",
        MailKind.SlotChanged => "changed",
        MailKind.SlotCancelled => "cancelled",
        MailKind.Offer => "offer",
        MailKind.Promoted => "promoted",
        MailKind.ConfirmAddress => "confirm-address",
        MailKind.OfferEnded => "offer-ended",
        MailKind.Withdrawn => "withdrawn",
        MailKind.PartyChanged => "party-changed",
        MailKind.AddressChanged => "address-changed",
        MailKind.SignInLink => "sign-in",
    };
}
