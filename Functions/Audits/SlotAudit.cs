using Esik.Slots;
using Esik.Tickets;

namespace Esik.Audits;

/// <summary>What must be true of the rows of one slot. Pure: looks at nothing but what it is given.</summary>
/// <param name="verifier">Of the festival's keys.</param>
public sealed class SlotAudit(TicketVerifier verifier, GuestKey guestKey)
{
    /// <summary>How long after a change a follow-up, such as the tally, may still be on its way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="rows"></param>
    /// <param name="slot">The programme's; null when the programme has no such slot.</param>
    /// <param name="now">UTC.</param>
    public IReadOnlyList<AuditFinding> Of(SlotRows rows, Slot? slot, DateTimeOffset now)
    {
        var findings = new List<AuditFinding>();
        if (!HasLedger(rows))
            findings.Add(new(rows.Slot, Damage.LedgerMissing, $"{rows.Count} rows, but {rows.Counters.Count} counters of a whole ledger."));
        else
            findings.AddRange([.. CountRules.Of(rows, slot, now), .. LineRules.Of(rows, slot, now), .. DoorRules.Of(rows)]);
        var tickets = new TicketRules(verifier, guestKey);
        findings.AddRange([.. tickets.Of(rows, slot), .. MailRules.Of(rows, now), .. OrphanRules.Of(rows, slot)]);
        return findings;
    }

    // Counters are numbered from 0 without a gap; that none is missing at the end, the capacity shows.
    private static bool HasLedger(SlotRows rows) =>
        rows.Counters.Count > 0 && rows.Counters.Select((counter, number) => counter.Number == number).All(isRight => isRight);
}
