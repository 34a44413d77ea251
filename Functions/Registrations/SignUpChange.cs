using Esik.Mails;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>What becomes of a sign-up.</summary>
public enum RegistrationOutcome
{
    /// <summary>The registration stands as <see cref="RegistrationAnswer.Registration"/> says: new, or made by the same request before.</summary>
    Registered,

    /// <summary>Another request registered this address before. Its ticket is mailed again, at most once in ten minutes, and never shown.</summary>
    AlreadyRegistered,

    /// <summary>The same request id came with another name or party: nothing was changed.</summary>
    RequestChanged,

    /// <summary>This address registered and withdrew so often in this slot that its tickets' issues are used up: nothing was changed.</summary>
    IssuesUsedUp,

    /// <summary>This address registered and withdrew too often in the last hour: nothing was changed.</summary>
    TooOften,
}

public sealed record RegistrationAnswer(RegistrationOutcome Outcome, Registration Registration);

/// <summary>
/// Takes the places of a sign-up, all or none; a full slot gives a place in the waiting list. The answer is null when the slot has no
/// capacity at all any more: an import has just dropped it, or opened it to all, and this process does not know yet.
/// </summary>
public sealed class SignUpChange(Slot slot, SignUp signUp, TicketId ticket, ShortCode shortCode, TicketSigner signer) : SlotChange<RegistrationAnswer?>
{
    /// <summary>A ticket is mailed again at most this often.</summary>
    public static readonly TimeSpan ResendInterval = TimeSpan.FromMinutes(10);

    /// <summary>So often in <see cref="AgainInterval"/> may one address register in a slot, withdrawing in between: each time writes to it twice.</summary>
    public const int AgainMax = 6;
    public static readonly TimeSpan AgainInterval = TimeSpan.FromHours(1);

    internal const string Registered = "registered";

    /// <summary>Somebody who waited asked again in the last minutes, and got places.</summary>
    internal const string TakenAtTheDoor = "taken-at-the-door";

    private readonly PageSecret pageSecret = PageSecret.Create();

    protected override RegistrationAnswer? Answer(SlotDraft draft)
    {
        var earlier = draft.Find<Registration>(Registration.KeyOf(ticket));
        if (earlier is null)
            return Register(draft, issueBefore: 0, []);
        if (earlier.RequestId == signUp.RequestId)
            return new(IsWhatWasAsked(earlier) ? RegistrationOutcome.Registered : RegistrationOutcome.RequestChanged, earlier);
        // An offer whose time is over, and which nobody has ended yet, is over.
        if (earlier.IsOfferOver(slot, draft.Now))
            earlier = EndOfferChange.End(draft, earlier, slot, OfferEnd.Lapsed);
        if (earlier.State != RegistrationState.Withdrawn)
            return new(RegistrationOutcome.AlreadyRegistered, TakeAtTheDoor(draft, earlier) ?? Resend(draft, earlier));
        return AgainAt(earlier) > draft.Now ? new(RegistrationOutcome.TooOften, earlier) : Register(draft, earlier.Issue, earlier.History);
    }

    /// <summary>When an address that registered so often may register again, UTC; null when it may at any time.</summary>
    public static DateTimeOffset? AgainAt(Registration earlier)
    {
        var times = earlier.History.Where(happened => happened.What == Registered).Select(happened => happened.At).ToList();
        return times.Count < AgainMax ? null : times[^AgainMax] + AgainInterval;
    }

    // What the guest changed since differs by right: the same request still finds the registration, as it stands now.
    private bool IsWhatWasAsked(Registration earlier) =>
        (earlier.Party == signUp.Party || earlier.History.Any(happened => happened.What == PartyChange.Event))
        && (earlier.Name == signUp.Name || earlier.History.Any(happened => happened.What == NameChange.Event));

    private RegistrationAnswer? Register(SlotDraft draft, int issueBefore, IReadOnlyList<RegistrationEvent> history)
    {
        if (draft.Ledger.Capacity == 0)
        {
            draft.SawFull = true;
            return null;
        }
        var registration = New(draft, issueBefore, history);
        if (issueBefore == TicketPayload.IssueMax)
            return new(RegistrationOutcome.IssuesUsedUp, registration);
        // When the line moves no more, places are for whoever stands at the door and asks.
        var hasPlaces = PromotionRule.IsPossible(slot, draft.Now) ? draft.Ledger.HasPlacesBehindLine(signUp.Party) : draft.Ledger.Free >= signUp.Party;
        registration = hasPlaces ? Take(draft, registration) : Wait(draft, registration);
        draft.Put(registration);
        return new(RegistrationOutcome.Registered, registration);
    }

    // Where addresses have to answer, the places are only held until this one has.
    private Registration Take(SlotDraft draft, Registration registration)
    {
        if (!slot.Waitlist.ConfirmsByMail)
        {
            draft.Ledger = draft.Ledger.Take(signUp.Party)!;
            draft.Mail(ticket, MailKind.Ticket);
            return registration.Confirmed(slot, signer);
        }
        var until = PromotionRule.HeldUntil(slot, draft.Now);
        draft.Ledger = draft.Ledger.Offer(signUp.Party)!;
        draft.Mail(ticket, MailKind.ConfirmAddress);
        draft.EndOfferAt(ticket, until);
        return registration.Offered(until, draft.Now, OfferTime.Held);
    }

    private Registration Wait(SlotDraft draft, Registration registration)
    {
        draft.SawFull = true;
        draft.Ledger = draft.Ledger.Join(signUp.Party);
        draft.Mail(ticket, MailKind.Waiting);
        return registration with { Place = draft.LineLength, WaitingSince = draft.Now };
    }

    private Registration New(SlotDraft draft, int issue, IReadOnlyList<RegistrationEvent> history) => new Registration(
        ticket.ToString(), RegistrationState.Waiting, signUp.Party, signUp.Name, signUp.Email.Text, signUp.Language, signUp.RequestId,
        draft.NextOrder(), 0, issue, null, 0, pageSecret.Text, shortCode.Text, draft.Now, null, null, null, history)
        .With(new RegistrationEvent(draft.Now, Registered, GuestChange.Guest));

    // In the last minutes the line moves no more; but somebody who waits and asks again is not worse off than somebody who comes now.
    private Registration? TakeAtTheDoor(SlotDraft draft, Registration earlier)
    {
        var mayTake = earlier is { State: RegistrationState.Waiting, Issue: < TicketPayload.IssueMax } && !slot.Waitlist.ConfirmsByMail && !PromotionRule.IsPossible(slot, draft.Now);
        if (!mayTake || draft.Ledger.Take(earlier.Party) is not { } taken)
            return null;
        draft.Count(taken.Leave(earlier.Party));
        var confirmed = earlier.Confirmed(slot, signer).With(new RegistrationEvent(draft.Now, TakenAtTheDoor, GuestChange.Guest));
        draft.Put(confirmed);
        draft.Mail(ticket, MailKind.Ticket);
        return confirmed;
    }

    private Registration Resend(SlotDraft draft, Registration earlier)
    {
        if (draft.Now - earlier.ResentAt < ResendInterval)
            return earlier;
        var resent = earlier with { ResentAt = draft.Now };
        draft.Put(resent);
        draft.Mail(ticket, GuestMails.Again(earlier, slot));
        return resent;
    }
}
