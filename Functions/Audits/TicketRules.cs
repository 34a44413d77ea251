using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Audits;

/// <summary>What each registration must have. An erased one has nothing personal left, tickets included.</summary>
internal sealed class TicketRules(TicketVerifier verifier, GuestKey guestKey)
{
    public IEnumerable<AuditFinding> Of(SlotRows rows, Slot? slot)
    {
        foreach (var registration in rows.Registrations.Values)
        {
            if (registration.Party is < 1 or > TicketPayload.PartyMax)
                yield return Found(Damage.PartyImpossible, registration, $"has a party of {registration.Party}");
            if (registration.IsErased)
                continue;
            var id = EmailAddress.Parse(registration.Email, out _) is { } email ? TicketId.For(guestKey, rows.Slot, email) : (TicketId?)null;
            if (id?.ToString() != registration.Ticket)
                yield return Found(Damage.TicketIdWrong, registration, "does not have the id of its guest and slot");
            else if (registration.ShortCode != ShortCode.For(guestKey, rows.Slot, id.Value).Text)
                yield return Found(Damage.ShortCodeWrong, registration, "has a short code that is not its own");
            if (PageSecret.Parse(registration.PageSecret) is null)
                yield return Found(Damage.PageSecretMissing, registration, "has no ticket page");
            if (registration.State == RegistrationState.Confirmed && WrongTicket(registration, slot) is { } wrong)
                yield return Found(wrong, registration, wrong == Damage.TicketMissing ? $"is confirmed without a ticket (issue {registration.Issue})" : "has a signature that is not the festival's");
        }

        AuditFinding Found(Damage damage, Registration registration, string what) => new(rows.Slot, damage, $"{registration.Ticket} {what}.");
    }

    private Damage? WrongTicket(Registration registration, Slot? slot)
    {
        if (registration is not { Issue: >= 1 and <= TicketPayload.IssueMax, Signature.Length: TicketToken.SignatureLength, Party: >= 1 and <= TicketPayload.PartyMax })
            return Damage.TicketMissing;
        // Without its slot's number no token can be made again; that the slot is missing is a finding of its own.
        return slot is null || TicketId.Parse(registration.Ticket) is null || verifier.Read(registration.Token(slot.Number)).Verdict == TicketVerdict.Genuine ? null : Damage.SignatureWrong;
    }
}
