using Esik.Doors;
using Esik.Mails;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>
/// Gives all places back: of a ticket, of an offer, or in the line. A ticket of which somebody came in stays. Withdrawn before:
/// the same answer, unless the registration goes on under another address, where this page has no say.
/// </summary>
public sealed class WithdrawChange(Slot slot, Registration seen) : GuestChange(slot, seen)
{
    protected override GuestReply AfterWithdrawal(SlotDraft draft, Registration now) =>
        new(now.WithdrawnFor() == WithdrawalReason.Moved ? GuestOutcome.Withdrawn : GuestOutcome.Done, now);

    protected override GuestReply Change(SlotDraft draft, Registration now)
    {
        var issue = draft.IssueOf(now);
        if (issue?.Admitted > 0)
            return new(GuestOutcome.AlreadyInside, now);
        var withdrawn = now.Ended(new(draft.Now, Withdrawal.GivenBack, Guest));
        draft.Count(draft.Ledger.Without(now));
        draft.Close(issue, TicketVoid.Cancelled);
        draft.Put(withdrawn);
        if (!now.IsUnproved(Slot))
            draft.Mail(withdrawn.Id(), MailKind.Withdrawn);
        return new(GuestOutcome.Done, withdrawn);
    }
}
