using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Waitlists;

/// <summary>What becomes of an answer to an offer.</summary>
public enum OfferOutcome
{
    /// <summary>The places are confirmed, now or by the same answer before.</summary>
    Accepted,

    /// <summary>The places were given back, now or before.</summary>
    Declined,

    /// <summary>The offer had ended: nothing is held any more.</summary>
    Over,

    /// <summary>Nothing was offered: the guest still waits.</summary>
    NotOffered,
}

/// <param name="Registration">As it stands now.</param>
public sealed record OfferAnswer(OfferOutcome Outcome, Registration Registration);

/// <summary>Accepts an offer: its places are taken and the ticket is mailed. Once more gives the same answer.</summary>
public sealed class AcceptChange(Slot slot, TicketId ticket, TicketSigner signer) : SlotChange<OfferAnswer?>
{
    public override IReadOnlyList<string> Needs => [Registration.KeyOf(ticket)];

    // Another process may have made the offer a moment ago.
    public override bool NeedsFreshLedger => true;

    /// <summary>Null when there is no such registration.</summary>
    protected override OfferAnswer? Answer(SlotDraft draft) => draft.Find<Registration>(Registration.KeyOf(ticket)) switch
    {
        null or { IsErased: true } => null,
        { State: RegistrationState.Confirmed } earlier => new(OfferOutcome.Accepted, earlier),
        { State: RegistrationState.Waiting } waiting => new(OfferOutcome.NotOffered, waiting),
        { State: RegistrationState.Withdrawn } ended => new(OfferOutcome.Over, ended),
        var offered when draft.Now >= offered.OfferedUntil => new(OfferOutcome.Over, EndOfferChange.End(draft, offered, slot, OfferEnd.Lapsed)),
        var offered => new(OfferOutcome.Accepted, Accept(draft, offered)),
    };

    private Registration Accept(SlotDraft draft, Registration offered)
    {
        draft.Count(draft.Ledger.AcceptOffer(offered.Party));
        var confirmed = offered.Confirmed(slot, signer).With(new RegistrationEvent(draft.Now, "accepted", "guest"));
        draft.Put(confirmed);
        draft.Mail(ticket, MailKind.Ticket);
        return confirmed;
    }
}
