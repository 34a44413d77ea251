using Esik.Doors;
using Esik.Mails;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>Another address for a registration, with the ids that come from it.</summary>
/// <param name="RequestId">As <see cref="SignUp.RequestId"/>: the same request again finds the page that it made.</param>
public sealed record NewAddress(EmailAddress Email, TicketId Ticket, ShortCode ShortCode, string RequestId);

/// <summary>
/// Moves a registration to another address, in one transaction: places, order and party stay, while id, page, short code and ticket
/// are new. The old page says that it moved and no more. Both addresses get a mail, the former one if it ever answered where it has to.
/// </summary>
public sealed class AddressChange(Slot slot, Registration seen, NewAddress to, TicketSigner signer) : GuestChange(slot, seen)
{
    /// <summary>So often may a registration move: each time writes to one more address.</summary>
    public const int ChangesMax = 5;

    private readonly PageSecret pageSecret = PageSecret.Create();

    public override IReadOnlyList<string> Needs => [Seen.RowKey, Registration.KeyOf(to.Ticket), Forwarding.Prefix + Seen.Ticket];

    protected override bool IsSo(Registration now) => now.Ticket == to.Ticket.ToString();

    // The answer to this request may have been lost: then the forwarding row knows it, and the page of today is told. Another
    // registration that was made since under the new address is nobody's business here. The three rows are read one by one, so
    // some may be from before the move: then a second look is due.
    protected override GuestReply AfterWithdrawal(SlotDraft draft, Registration now)
    {
        if (now.WithdrawnFor() != WithdrawalReason.Moved)
            return new(GuestOutcome.Withdrawn, now);
        if (draft.Find<Forwarding>(Forwarding.Prefix + now.Ticket) is not { } forwarding)
            throw OfTwoMoments();
        if (forwarding.RequestId != to.RequestId)
            return new(GuestOutcome.Withdrawn, now);
        if (forwarding.To != to.Ticket.ToString())
            return new(GuestOutcome.RequestChanged, now);
        var there = draft.Find<Registration>(Registration.KeyOf(to.Ticket));
        if (there is { IsErased: false } && there.RegisteredAt == now.RegisteredAt)
            return new(GuestOutcome.Done, there);
        return there is { IsErased: true } || there?.RegisteredAt > forwarding.At ? new(GuestOutcome.Withdrawn, now) : throw OfTwoMoments();
    }

    private static LookAgainException OfTwoMoments() => new("A registration moved, and the rows of its move were read at different moments.");

    protected override GuestReply Change(SlotDraft draft, Registration now)
    {
        var there = draft.Find<Registration>(Registration.KeyOf(to.Ticket));
        var issue = draft.IssueOf(now);
        var issued = Math.Max(now.Issue, there?.Issue ?? 0);
        if (issue?.Admitted > 0)
            return new(GuestOutcome.AlreadyInside, now);
        if (now.AddressChanges >= ChangesMax)
            return new(GuestOutcome.TooManyChanges, now);
        // Under both ids stands one and the same registration: the former row was read before its move, and the other after it.
        if (there is { State: not RegistrationState.Withdrawn })
            return there.Order == now.Order ? throw OfTwoMoments() : new(GuestOutcome.EmailRegistered, now);
        if (issued == TicketPayload.IssueMax)
            return new(GuestOutcome.IssueLimit, now);
        return Move(draft, now, issue, issued);
    }

    // Where addresses have to answer first, a new one does too: until then the places are held as an offer, and there is no ticket.
    private DateTimeOffset? HeldUntil(SlotDraft draft, Registration now) => now.State == RegistrationState.Confirmed && Slot.Waitlist.ConfirmsByMail
        ? PromotionRule.HeldUntil(Slot, draft.Now)
        : null;

    private GuestReply Move(SlotDraft draft, Registration now, Admission? issue, int issued)
    {
        var happened = new RegistrationEvent(draft.Now, Withdrawal.Moved, Guest);
        var moved = (now with
        {
            Ticket = to.Ticket.ToString(),
            Email = to.Email.Text,
            PageSecret = pageSecret.Text,
            ShortCode = to.ShortCode.Text,
            Issue = issued,
            ResentAt = null,
            AddressChanges = now.AddressChanges + 1,
        }).With(happened);
        moved = HeldUntil(draft, now) is { } until ? moved.Offered(until, draft.Now, OfferTime.Held) : issue is not null ? moved.Confirmed(Slot, signer) : moved;
        if (moved.State != now.State)
            draft.Count(draft.Ledger.Hold(now.Party));
        draft.Close(issue, TicketVoid.Replaced);
        draft.Put(now.Ended(happened));
        draft.Put(moved);
        draft.Put(new Forwarding(now.Ticket, moved.Ticket, to.RequestId, draft.Now));
        if (!now.IsUnproved(Slot))
            draft.Mail(now.Id(), MailKind.AddressChanged);
        draft.Mail(moved.Id(), GuestMails.First(moved, Slot));
        if (moved is { State: RegistrationState.Offered, OfferedUntil: { } end })
            draft.EndOfferAt(moved.Id(), end);
        return new(GuestOutcome.Done, moved);
    }
}
