using Esik.Registrations;
using Esik.Slots;

namespace Esik.Audits;

/// <summary>Those who wait: whether they are counted, in one order, and not beside places that they could have.</summary>
internal static class LineRules
{
    // From then on free places go to walk-ins at the door.
    private static readonly TimeSpan PromotionCloses = TimeSpan.FromMinutes(30);

    public static IEnumerable<AuditFinding> Of(SlotRows rows, Slot? slot, DateTimeOffset now)
    {
        var ledger = rows.Ledger;
        var waiting = rows.In(RegistrationState.Waiting).ToList();
        var places = waiting.Sum(registration => registration.Party);
        if ((ledger.WaitingParties, ledger.Waiting) != (waiting.Count, places))
            yield return Found(Damage.LineMiscounted, $"The line is counted as {ledger.WaitingParties} parties with {ledger.Waiting} places, {waiting.Count} with {places} wait.");
        foreach (var same in waiting.GroupBy(registration => registration.Order).Where(same => same.Count() > 1 || same.Key.Length == 0))
            yield return Found(Damage.OrderUnclear, $"{string.Join(", ", same.Select(registration => registration.Ticket))} wait at the same place '{same.Key}'.");
        var fitting = waiting.Count(registration => registration.Party <= ledger.Free);
        if (fitting > 0 && slot is not null && now < slot.Start - PromotionCloses && !slot.Cancelled)
            yield return Found(Damage.WaitsBesideFree, $"{fitting} parties wait that would fit into the {ledger.Free} free places.") with { IsNote = now - rows.CountedAt < SlotAudit.Patience };
        foreach (var offered in rows.In(RegistrationState.Offered).Where(registration => registration.OfferedUntil is null || registration.OfferedUntil <= now))
            yield return Found(Damage.OfferEnded, $"The offer to {offered.Ticket} ended at {offered.OfferedUntil:u}.") with { IsNote = now - offered.OfferedUntil < SlotAudit.Patience };

        AuditFinding Found(Damage damage, string sentence) => new(rows.Slot, damage, sentence);
    }
}
