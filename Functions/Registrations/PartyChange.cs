using Esik.Doors;
using Esik.Mails;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Registrations;

/// <summary>
/// Gives part of a party's places back: the party is set to fewer places, and asking again changes nothing. Who is inside stays
/// inside: a new ticket begins with what was let in by the old one, which is replaced.
/// </summary>
/// <param name="party">At least 1.</param>
public sealed class PartyChange(Slot slot, Registration seen, int party, TicketSigner signer) : GuestChange(slot, seen)
{
    public const string Event = "party-changed";

    protected override bool IsSo(Registration now) => now.Party == party;

    protected override GuestReply Change(SlotDraft draft, Registration now)
    {
        var issue = draft.IssueOf(now);
        if (party > now.Party)
            return new(GuestOutcome.PartyNotSmaller, now);
        if (issue?.Admitted > party)
            return new(GuestOutcome.AlreadyInside, now);
        if (issue is not null && now.Issue == TicketPayload.IssueMax)
            return new(GuestOutcome.IssueLimit, now);
        var smaller = (now with { Party = party }).With(new(draft.Now, Event, Guest));
        if (issue is not null)
            smaller = Reissue(draft, issue, now, smaller);
        draft.Count(draft.Ledger.WithParty(now, party));
        draft.Put(smaller);
        if (!now.IsUnproved(Slot))
            draft.Mail(smaller.Id(), MailKind.PartyChanged);
        return new(GuestOutcome.Done, smaller);
    }

    private Registration Reissue(SlotDraft draft, Admission issue, Registration now, Registration smaller)
    {
        var payload = new TicketPayload((byte)now.KeyId, Slot.Number, now.Id(), now.Issue, now.Party);
        draft.Close(issue, TicketVoid.Replaced, now.Signature is { } signature ? TokenProof.Both(payload, signature) : null);
        if (issue.Admitted > 0)
            draft.Put(issue with { Issue = issue.Issue + 1, Void = null, Party = smaller.Party });
        return smaller.Confirmed(Slot, signer);
    }
}
