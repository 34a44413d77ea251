using Esik.Mails;
using Esik.Registrations;

namespace Esik.Audits;

/// <summary>Whoever holds or waits for something was promised a mail that says so, together with it; and mails go when they are due.</summary>
internal static class MailRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows, DateTimeOffset now)
    {
        var promised = rows.Outboxes.SelectMany(outbox => outbox.Mails.Select(mail => new PromisedMail(mail, rows.WrittenAt(outbox)))).ToLookup(promise => promise.Mail.Ticket);
        foreach (var registration in rows.Registrations.Values.Where(registration => registration.State != RegistrationState.Withdrawn))
        {
            var mails = promised[registration.Ticket].ToList();
            var isTold = registration.State == RegistrationState.Confirmed ? IssueMail.IsPromised(registration, mails) : mails.Count > 0;
            if (!isTold)
                yield return new(rows.Slot, Damage.MailMissing, $"{registration.Ticket} is {registration.State}, and no outbox holds its mail.");
            // Erasing takes the reasons away as well, since they may name addresses.
            if (!registration.IsErased && mails.Any(promise => promise.Mail is { State: OutboxState.Refused, Reason: null or "" }))
                yield return new(rows.Slot, Damage.RefusalWithoutReason, $"A mail to {registration.Ticket} was refused without a reason.");
        }
        foreach (var (mail, writtenAt) in promised.SelectMany(mails => mails).Where(promise => promise.Mail.IsDue(now)))
        {
            // When a mail without a due time was promised is stored nowhere, but it was no later than its outbox was last written.
            var since = mail.Due ?? writtenAt;
            if (now - since > MailPatience.LateAfter)
                yield return new(rows.Slot, Damage.MailOverdue, $"The mail {mail.Kind} to {mail.Ticket} should have gone by {since:u}.");
        }
    }
}
