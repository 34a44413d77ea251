using Esik.Mails;
using Esik.Registrations;

namespace Esik.Audits;

/// <summary>Whoever holds or waits for something was promised a mail that says so, together with it.</summary>
internal static class MailRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows)
    {
        var promised = rows.Outboxes.SelectMany(outbox => outbox.Mails).ToLookup(mail => mail.Ticket);
        foreach (var registration in rows.Registrations.Values.Where(registration => registration.State != RegistrationState.Withdrawn))
        {
            var mails = promised[registration.Ticket].ToList();
            var isTold = registration.State == RegistrationState.Confirmed
                ? mails.Any(mail => CarriesTicket(mail.Kind) && (mail.State != OutboxState.Dropped || registration.IsErased))
                : mails.Count > 0;
            if (!isTold)
                yield return new(rows.Slot, Damage.MailMissing, $"{registration.Ticket} is {registration.State}, and no outbox holds its mail.");
            // Erasing takes the reasons away as well, since they may name addresses.
            if (!registration.IsErased && mails.Any(mail => mail is { State: OutboxState.Refused, Reason: null or "" }))
                yield return new(rows.Slot, Damage.RefusalWithoutReason, $"A mail to {registration.Ticket} was refused without a reason.");
        }
    }

    private static bool CarriesTicket(MailKind kind) => kind switch
    {
        MailKind.Ticket or MailKind.TicketAgain or MailKind.Promoted or MailKind.PartyChanged => true,
        MailKind.Waiting or MailKind.Offer or MailKind.ConfirmAddress or MailKind.OfferEnded or MailKind.Withdrawn or MailKind.AddressChanged => false,
        MailKind.SlotChanged or MailKind.SlotCancelled or MailKind.SignInLink => false,
    };
}
