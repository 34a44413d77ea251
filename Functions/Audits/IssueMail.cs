using Esik.Mails;
using Esik.Registrations;
using Esik.Waitlists;

namespace Esik.Audits;

/// <summary>A mail with the moment at which its outbox was last written, UTC.</summary>
internal sealed record PromisedMail(OutboxMail Mail, DateTimeOffset WrittenAt);

/// <summary>Whether the ticket that a guest carries was promised in a mail of its own, together with the event that issued it.</summary>
internal static class IssueMail
{
    // The event bears the time of a process, its outbox that of the storage.
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(1);

    /// <param name="confirmed">A confirmed registration.</param>
    /// <param name="mails">All that were promised to it.</param>
    public static bool IsPromised(Registration confirmed, IReadOnlyList<PromisedMail> mails)
    {
        // Erasing takes the history away, and lets drop what was still to be sent.
        if (confirmed.IsErased)
            return mails.Any(promise => KindsOfTickets.Contains(promise.Mail.Kind));
        if (confirmed.History.LastOrDefault(happened => KindOf(happened.What) is not null) is not { } issued)
            return mails.Any(promise => KindsOfTickets.Contains(promise.Mail.Kind) && IsGood(promise, confirmed.RegisteredAt));
        var ofKind = mails.Where(promise => promise.Mail.Kind == KindOf(issued.What)).ToList();
        return ofKind.Count >= Owed(confirmed, issued) && ofKind.Any(promise => IsGood(promise, issued.At));
    }

    // An outbox is written again when its mails have gone, so an earlier one of the same kind may pass for this one by its time: their
    // number tells. What a registration did before it moved here was mailed to its former id.
    private static int Owed(Registration confirmed, RegistrationEvent issued)
    {
        if (issued.What is SignUpChange.Registered or Withdrawal.Moved)
            return 1;
        var since = confirmed.History.ToList().FindLastIndex(happened => happened.What == Withdrawal.Moved || IsBeforeProof(happened));
        return confirmed.History.Skip(since + 1).Count(happened => happened.What == issued.What);

        // A party that changed before its address had answered was mailed to nobody.
        bool IsBeforeProof(RegistrationEvent happened) => issued.What == PartyChange.Event && happened.What == AcceptChange.Accepted;
    }

    private static bool IsGood(PromisedMail promise, DateTimeOffset issuedAt) =>
        promise.Mail.State != OutboxState.Dropped && promise.WrittenAt >= issuedAt - ClockSkewMax;

    // The mail that each issuing event promises in its own transaction. One more at a guest's wish is no event's mail.
    private static MailKind? KindOf(string happened) => happened switch
    {
        SignUpChange.Registered or SignUpChange.TakenAtTheDoor or AcceptChange.Accepted or Withdrawal.Moved => MailKind.Ticket,
        PromoteChange.Promoted => MailKind.Promoted,
        PartyChange.Event => MailKind.PartyChanged,
        _ => null,
    };

    private static readonly MailKind[] KindsOfTickets = [MailKind.Ticket, MailKind.TicketAgain, MailKind.Promoted, MailKind.PartyChanged];
}
