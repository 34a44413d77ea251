using Esik.Doors;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Audits;

/// <summary>The ledger against those whom it counts, and the tally against the ledger.</summary>
internal static class CountRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows, Slot? slot, DateTimeOffset now)
    {
        var ledger = rows.Ledger;
        var confirmed = Places(rows, RegistrationState.Confirmed);
        var offered = Places(rows, RegistrationState.Offered);
        var capacity = slot?.Capacity ?? 0;
        if (confirmed + offered > capacity)
            yield return Found(Damage.Oversold, $"{confirmed} places are confirmed and {offered} offered of {capacity}.");
        foreach (var counter in ledger.Counters.Where(counter => counter.Taken < 0 || counter.Offered < 0 || counter.WalkIns < 0 || counter.Free < 0))
            yield return Found(Damage.CounterImpossible, $"Counter {counter.Number} holds {counter.Taken} taken and {counter.Offered} offered of {counter.Capacity} places.");
        if (ledger.Capacity != capacity)
            yield return Found(Damage.CapacityDiffers, $"The counters have {ledger.Capacity} places, the programme {capacity}.") with { IsNote = now - rows.CountedAt < SlotAudit.Patience };
        if (ledger.Taken != confirmed)
            yield return Found(Damage.TakenMiscounted, $"{ledger.Taken} places are counted as taken, {confirmed} are confirmed.");
        if (ledger.Offered != offered)
            yield return Found(Damage.OfferedMiscounted, $"{ledger.Offered} places are counted as offered, {offered} are.");
        // A replaced issue keeps what was let in by it, and the issue after it begins with that: it is counted there.
        var admitted = rows.Admissions.Values.Where(admission => admission.Void != TicketVoid.Replaced).Sum(admission => admission.Admitted) + DoorRules.WalkedIn(rows);
        if (ledger.Inside != admitted)
            yield return Found(Damage.InsideMiscounted, $"{ledger.Inside} places are counted as inside, {admitted} were admitted or walked in.");
        if (rows.Tally is not { } tally)
            yield return Found(Damage.TallyMissing, "There is no tally.");
        else if (Tally.Of(ledger, tally.At) != tally)
            yield return Found(Damage.TallyBehind, $"The tally of {tally.At:u} is not the counters' sum.") with { IsNote = now - rows.CountedAt < SlotAudit.Patience };

        AuditFinding Found(Damage damage, string sentence) => new(rows.Slot, damage, sentence);
    }

    private static int Places(SlotRows rows, RegistrationState state) => rows.In(state).Sum(registration => registration.Party);
}
