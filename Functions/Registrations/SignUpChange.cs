using Esik.Mails;
using Esik.Slots;
using Esik.Tickets;

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

    private readonly PageSecret pageSecret = PageSecret.Create();

    protected override RegistrationAnswer? Answer(SlotDraft draft)
    {
        var earlier = draft.Find<Registration>(Registration.KeyOf(ticket));
        if (earlier is null)
            return Register(draft, issueBefore: 0, []);
        if (earlier.RequestId == signUp.RequestId)
            return new(IsWhatWasAsked(earlier) ? RegistrationOutcome.Registered : RegistrationOutcome.RequestChanged, earlier);
        return earlier.State == RegistrationState.Withdrawn
            ? Register(draft, earlier.Issue, earlier.History)
            : new(RegistrationOutcome.AlreadyRegistered, Resend(draft, earlier));
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
        registration = draft.Ledger.HasPlacesBehindLine(signUp.Party) ? Take(draft, registration) : Wait(draft, registration);
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
        var until = draft.Now.AddMinutes(slot.Waitlist.ConfirmByMailMinutes);
        draft.Ledger = draft.Ledger.Offer(signUp.Party)!;
        draft.Mail(ticket, MailKind.ConfirmAddress);
        draft.EndOfferAt(ticket, until);
        return registration.Offered(until, draft.Now);
    }

    private Registration Wait(SlotDraft draft, Registration registration)
    {
        draft.SawFull = true;
        draft.Ledger = draft.Ledger.Join(signUp.Party);
        draft.Mail(ticket, MailKind.Waiting);
        return registration with { Place = draft.Ledger.WaitingParties, WaitingSince = draft.Now };
    }

    private Registration New(SlotDraft draft, int issue, IReadOnlyList<RegistrationEvent> history) => new Registration(
        ticket.ToString(), RegistrationState.Waiting, signUp.Party, signUp.Name, signUp.Email.Text, signUp.Language, signUp.RequestId,
        draft.NextOrder(), 0, issue, null, 0, pageSecret.Text, shortCode.Text, draft.Now, null, null, null, history)
        .With(new RegistrationEvent(draft.Now, "registered", "guest"));

    private Registration Resend(SlotDraft draft, Registration earlier)
    {
        if (draft.Now - earlier.ResentAt < ResendInterval)
            return earlier;
        var resent = earlier with { ResentAt = draft.Now };
        draft.Put(resent);
        draft.Mail(ticket, earlier.State switch
        {
            RegistrationState.Waiting => MailKind.Waiting,
            RegistrationState.Offered => slot.Waitlist.ConfirmsByMail ? MailKind.ConfirmAddress : MailKind.Offer,
            RegistrationState.Confirmed or RegistrationState.Withdrawn => MailKind.TicketAgain,
        });
        return resent;
    }
}
