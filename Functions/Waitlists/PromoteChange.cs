using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Waitlists;

/// <summary>
/// Gives free places to parties that wait, in the order in which they are named: whoever fits gets its places, or an offer of them.
/// Somebody who waits no longer, or no longer fits, is left as is; so doing it twice changes nothing.
/// </summary>
/// <param name="rowKeys">Of registrations, first in line first; at most <see cref="PartiesMax"/>.</param>
/// <param name="zone">The festival's.</param>
public sealed class PromoteChange(Slot slot, IReadOnlyList<string> rowKeys, TimeZoneInfo zone, TicketSigner signer) : SlotChange<int>
{
    public const int PartiesMax = 40;

    internal const string Promoted = "promoted";

    public override IReadOnlyList<string> Needs => rowKeys;

    public override bool NeedsFreshLedger => true;

    /// <summary>The answer: how many parties were promoted.</summary>
    protected override int Answer(SlotDraft draft)
    {
        if (PromotionRule.Decide(slot, draft.Now, zone) is not { } decision)
            return 0;
        var promoted = 0;
        foreach (var registration in rowKeys.Select(draft.Find<Registration>).OfType<Registration>().Where(CanBePromoted))
        {
            if (registration.Party > draft.Ledger.Free)
                continue;
            Promote(draft, registration, decision);
            promoted++;
        }
        // The next in line may fit too; if this process dies now, the transaction's message looks.
        if (promoted > 0 && draft.Ledger.SomebodyFits)
            draft.MoveLine();
        return promoted;
    }

    private static bool CanBePromoted(Registration registration) =>
        registration is { State: RegistrationState.Waiting, IsErased: false, Issue: < TicketPayload.IssueMax };

    private void Promote(SlotDraft draft, Registration registration, PromotionDecision decision)
    {
        var places = decision.OfferedUntil is null ? draft.Ledger.Take(registration.Party) : draft.Ledger.Offer(registration.Party);
        draft.Count(places!.Leave(registration.Party));
        if (decision.OfferedUntil is { } until)
        {
            draft.Put(registration.Offered(until, draft.Now, OfferTime.Event(slot, until)));
            draft.MailByDay(registration.Id(), MailKind.Offer, decision.MailDue);
            draft.EndOfferAt(registration.Id(), until);
        }
        else
        {
            draft.Put(registration.Confirmed(slot, signer).With(new RegistrationEvent(draft.Now, Promoted, "line")));
            draft.MailByDay(registration.Id(), MailKind.Promoted, decision.MailDue);
        }
    }
}
