using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Waitlists;

/// <summary>
/// Gives offers their whole time from the morning on, because their mail did not go before the night: the clock of an offer starts when
/// its mail is due. Offers that end later, or are none any more, are left as they are; so doing it twice changes nothing.
/// </summary>
/// <param name="tickets">At most <see cref="TellChange.RowsMax"/>.</param>
/// <param name="morning">When the mail is due now, UTC.</param>
public sealed class PutOffChange(Slot slot, IReadOnlyList<TicketId> tickets, DateTimeOffset morning) : SlotChange<int>
{
    public override IReadOnlyList<string> Needs => [.. tickets.Select(Registration.KeyOf)];

    /// <summary>The answer: how many were put off.</summary>
    protected override int Answer(SlotDraft draft)
    {
        if (PromotionRule.OfferUntil(slot, morning) is not { } until)
            return 0;
        var offers = Needs.Select(draft.Find<Registration>).OfType<Registration>()
            .Where(registration => !registration.IsOfferOver(slot, draft.Now) && registration.OfferEnd(slot) < until).ToList();
        foreach (var offer in offers)
        {
            draft.Put(offer.Offered(until, draft.Now, OfferTime.Event(slot, until)));
            draft.EndOfferAt(offer.Id(), until);
        }
        return offers.Count;
    }
}
