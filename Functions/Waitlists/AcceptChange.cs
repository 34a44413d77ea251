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

    /// <summary>The code of the mail's link is missing or wrong: the places stay held, and nothing is confirmed.</summary>
    CodeWrong,
}

/// <param name="Registration">As it stands now.</param>
public sealed record OfferAnswer(OfferOutcome Outcome, Registration Registration);

/// <summary>Accepts an offer: its places are taken and the ticket is mailed. Once more gives the same answer.</summary>
/// <param name="seen">The registration as the page's key found it. Another state may hold by now, and decides.</param>
/// <param name="codeFits">Whether the code of the mail's link came along; asked for only where addresses have to answer.</param>
public sealed class AcceptChange(Slot slot, Registration seen, bool codeFits, TicketSigner signer) : SlotChange<OfferAnswer?>
{
    internal const string Accepted = "accepted";

    public override IReadOnlyList<string> Needs => [seen.RowKey];

    // Another process may have made the offer a moment ago.
    public override bool NeedsFreshLedger => true;

    /// <summary>Null when the page's key opens nothing any more.</summary>
    protected override OfferAnswer? Answer(SlotDraft draft) => draft.Find<Registration>(seen.RowKey) switch
    {
        null or { IsErased: true } => null,
        { PageSecret: var secret } when secret != seen.PageSecret => null,
        { State: RegistrationState.Confirmed } earlier => new(OfferOutcome.Accepted, earlier),
        { State: RegistrationState.Waiting } waiting => new(OfferOutcome.NotOffered, waiting),
        { State: RegistrationState.Withdrawn } ended => new(OfferOutcome.Over, ended),
        var offered when offered.IsOfferOver(slot, draft.Now) => new(OfferOutcome.Over, EndOfferChange.End(draft, offered, slot, OfferEnd.Lapsed)),
        var offered when slot.Waitlist.ConfirmsByMail && !codeFits => new(OfferOutcome.CodeWrong, offered),
        var offered => new(OfferOutcome.Accepted, Accept(draft, offered)),
    };

    private Registration Accept(SlotDraft draft, Registration offered)
    {
        draft.Count(draft.Ledger.AcceptOffer(offered.Party));
        var confirmed = offered.Confirmed(slot, signer).With(new RegistrationEvent(draft.Now, Accepted, GuestChange.Guest));
        draft.Put(confirmed);
        draft.Mail(offered.Id(), MailKind.Ticket);
        return confirmed;
    }
}
