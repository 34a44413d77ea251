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
            return new(earlier.Party == signUp.Party && earlier.Name == signUp.Name ? RegistrationOutcome.Registered : RegistrationOutcome.RequestChanged, earlier);
        return earlier.State == RegistrationState.Withdrawn
            ? Register(draft, earlier.Issue, earlier.History)
            : new(RegistrationOutcome.AlreadyRegistered, Resend(draft, earlier));
    }

    private RegistrationAnswer? Register(SlotDraft draft, int issueBefore, IReadOnlyList<RegistrationEvent> history)
    {
        if (draft.Ledger.Capacity == 0)
        {
            draft.SawFull = true;
            return null;
        }
        var ledger = draft.Ledger.Take(signUp.Party);
        var registration = New(draft, history);
        if (ledger is not null)
        {
            draft.Ledger = ledger;
            registration = Confirm(registration, issueBefore + 1);
        }
        else
        {
            draft.SawFull = true;
            draft.Ledger = draft.Ledger.AddWaiting(parties: 1, places: signUp.Party);
            registration = registration with { Place = draft.Ledger.WaitingParties, Issue = issueBefore, WaitingSince = draft.Now };
        }
        draft.Put(registration);
        draft.Mail(ticket, ledger is not null ? MailKind.Ticket : MailKind.Waiting);
        return new(RegistrationOutcome.Registered, registration);
    }

    private Registration New(SlotDraft draft, IReadOnlyList<RegistrationEvent> history) => new Registration(
        ticket.ToString(), RegistrationState.Waiting, signUp.Party, signUp.Name, signUp.Email.Text, signUp.Language, signUp.RequestId,
        draft.NextOrder(), 0, 0, null, 0, pageSecret.Text, shortCode.Text, draft.Now, null, null, null, history)
        .With(new RegistrationEvent(draft.Now, "registered", "guest"));

    private Registration Confirm(Registration registration, int issue)
    {
        var payload = new TicketPayload(signer.KeyId, slot.Number, ticket, issue, signUp.Party);
        return registration with { State = RegistrationState.Confirmed, Issue = issue, KeyId = signer.KeyId, Signature = signer.Sign(payload) };
    }

    private Registration Resend(SlotDraft draft, Registration earlier)
    {
        if (draft.Now - earlier.ResentAt < ResendInterval)
            return earlier;
        var resent = earlier with { ResentAt = draft.Now };
        draft.Put(resent);
        draft.Mail(ticket, earlier.State == RegistrationState.Waiting ? MailKind.Waiting : MailKind.TicketAgain);
        return resent;
    }
}
