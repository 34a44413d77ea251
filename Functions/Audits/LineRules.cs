using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Audits;

/// <summary>Those who wait: whether they are counted, in one order, and not beside places that they could have.</summary>
internal static class LineRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows, Slot? slot, DateTimeOffset now)
    {
        var ledger = rows.Ledger;
        var waiting = rows.In(RegistrationState.Waiting).ToList();
        for (var size = 1; size <= PartyCounts.SizeMax; size++)
        {
            var found = waiting.Count(registration => registration.Party == size);
            if (ledger.Line[size] != found)
                yield return Found(Damage.LineMiscounted, $"{ledger.Line[size]} parties of {size} are counted as waiting, {found} wait.");
        }
        foreach (var same in waiting.GroupBy(registration => registration.Order).Where(same => same.Count() > 1 || same.Key.Length == 0))
            yield return Found(Damage.OrderUnclear, $"{string.Join(", ", same.Select(registration => registration.Ticket))} wait at the same place '{same.Key}'.");
        var fitting = waiting.Count(registration => registration.Party <= ledger.Free && registration is { IsErased: false, Issue: < TicketPayload.IssueMax });
        if (fitting > 0 && slot is not null && PromotionRule.IsPossible(slot, now))
            yield return Found(Damage.WaitsBesideFree, $"{fitting} parties wait that would fit into the {ledger.Free} free places.") with { IsNote = now - rows.CountedAt < SlotAudit.Patience };
        foreach (var offered in rows.In(RegistrationState.Offered))
        {
            var end = slot is null ? offered.OfferedUntil : offered.OfferEnd(slot);
            if (end is null || end <= now)
                yield return Found(Damage.OfferEnded, $"The offer to {offered.Ticket} ended at {end:u}.") with { IsNote = now - end < SlotAudit.Patience };
        }

        AuditFinding Found(Damage damage, string sentence) => new(rows.Slot, damage, sentence);
    }
}
