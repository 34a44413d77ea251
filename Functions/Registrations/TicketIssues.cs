using Esik.Doors;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Registrations;

/// <summary>What a change does to the issue of a ticket that a guest already carries.</summary>
internal static class TicketIssues
{
    /// <summary>What is known at the doors of the issue that a guest carries; null without a ticket. A scan that nobody has read shows itself when the row is written.</summary>
    public static Admission? IssueOf(this SlotDraft draft, Registration registration) => registration.State != RegistrationState.Confirmed
        ? null
        : draft.Find<Admission>(Admission.KeyOf(registration.Id(), registration.Issue)) ?? Admission.None(registration.Id(), registration.Issue);

    /// <summary>
    /// Closes an issue at all doors in the same transaction. The row is written even when nobody came in: a scan of the same moment
    /// wants it too, so that one of the two has to look again.
    /// </summary>
    /// <param name="draft"></param>
    /// <param name="issue"></param>
    /// <param name="reason"></param>
    /// <param name="proofs">As <see cref="Admission.Proofs"/>.</param>
    public static void Close(this SlotDraft draft, Admission? issue, TicketVoid reason, byte[]? proofs = null)
    {
        if (issue is not null)
            draft.Put(issue with { Void = reason, VoidAt = draft.Now, Proofs = proofs });
    }

    /// <summary>The registration without its places. The number of a ticket that was out is used up, so that nobody takes it for the latest.</summary>
    public static Registration Ended(this Registration registration, RegistrationEvent happened) => (registration with
    {
        State = RegistrationState.Withdrawn,
        Issue = registration.State == RegistrationState.Confirmed ? Math.Min(registration.Issue + 1, TicketPayload.IssueMax) : registration.Issue,
        Signature = null,
        OfferedUntil = null,
    }).With(happened);
}
