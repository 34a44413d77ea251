using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Waitlists;

/// <summary>How an offer ends without being accepted.</summary>
public enum OfferEnd
{
    /// <summary>The guest said no.</summary>
    Declined,

    /// <summary>Its time was over.</summary>
    Lapsed,
}

/// <summary>
/// Ends offers: their places go to the next in line. A lapsed one is ended only once its time is over, whoever asks; what is no offer
/// any more is left as is. So doing it twice changes nothing.
/// </summary>
/// <param name="tickets">At most <see cref="TellChange.RowsMax"/>.</param>
/// <param name="pageSecret">Of the page from which it is asked: registrations with another one are left out. Null: the clock asks.</param>
/// <param name="zone">The festival's, so that nobody is woken at night; null tells at once, in answer to a guest's own act.</param>
public sealed class EndOfferChange(Slot slot, IReadOnlyList<TicketId> tickets, OfferEnd how, string? pageSecret = null, TimeZoneInfo? zone = null) : SlotChange<IReadOnlyList<OfferAnswer>>
{
    public override IReadOnlyList<string> Needs => [.. tickets.Select(Registration.KeyOf)];

    // Another process may have made the offer a moment ago.
    public override bool NeedsFreshLedger => true;

    /// <summary>The answer: how each registration that there is stands now.</summary>
    protected override IReadOnlyList<OfferAnswer> Answer(SlotDraft draft) =>
        [.. Needs.Select(draft.Find<Registration>).OfType<Registration>().Where(IsMeant).Select(registration => Answer(draft, registration))];

    private bool IsMeant(Registration registration) => pageSecret is null || registration.PageSecret == pageSecret;

    private OfferAnswer Answer(SlotDraft draft, Registration registration) => registration.State switch
    {
        RegistrationState.Confirmed => new(OfferOutcome.Accepted, registration),
        RegistrationState.Withdrawn => new(OfferOutcome.Declined, registration),
        RegistrationState.Waiting => new(OfferOutcome.NotOffered, registration),
        RegistrationState.Offered when how == OfferEnd.Lapsed && !registration.IsOfferOver(slot, draft.Now) => new(OfferOutcome.NotOffered, registration),
        RegistrationState.Offered => new(OfferOutcome.Declined, End(draft, registration, slot, how, zone)),
    };

    internal static Registration End(SlotDraft draft, Registration offered, Slot slot, OfferEnd how, TimeZoneInfo? zone = null)
    {
        draft.Count(draft.Ledger.EndOffer(offered.Party));
        var ended = (offered with { State = RegistrationState.Withdrawn, OfferedUntil = null })
            .With(how == OfferEnd.Declined ? new RegistrationEvent(draft.Now, Withdrawal.Declined, GuestChange.Guest) : new RegistrationEvent(draft.Now, Withdrawal.Lapsed, "clock"));
        draft.Put(ended);
        if (offered.IsUnproved(slot))
            return ended;
        if (how == OfferEnd.Declined)
            draft.Mail(offered.Id(), MailKind.Withdrawn);
        else if (zone is null)
            draft.Mail(offered.Id(), MailKind.OfferEnded);
        else
            draft.MailByDay(offered.Id(), MailKind.OfferEnded, QuietHours.DueAt(draft.Now, slot.Start, zone));
        return ended;
    }
}
