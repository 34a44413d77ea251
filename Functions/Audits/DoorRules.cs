using Esik.Doors;

namespace Esik.Audits;

/// <summary>What happened at the doors, against what is counted of it: no scan lost, nobody counted twice.</summary>
internal static class DoorRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows)
    {
        foreach (var admission in rows.Admissions.Values.Where(IsWrong))
            yield return Found(Damage.CheckInsDiffer, $"The admission {admission.RowKey} counts {admission.Admitted} inside, and its check-ins say otherwise.");
        foreach (var scan in rows.Scans.Values.Where(scan => scan is { Kind: ScanKind.Scan, Answer: DoorAnswer.Welcome, UndoneBy: null } && IsLost(scan)))
            yield return Found(Damage.CheckInsDiffer, $"The scan {scan.ScanId} let in {scan.Places} of {scan.Ticket}, and no admission has it.");
        var walkedIn = WalkedIn(rows);
        if (rows.Ledger.WalkIns + rows.Ledger.StandIns != walkedIn)
            yield return Found(Damage.WalkInsMiscounted, $"{rows.Ledger.WalkIns} walk-ins and {rows.Ledger.StandIns} stand-ins are counted, {walkedIn} walked in.");
        if (rows.Ledger.Clashes != rows.Clashes.Count)
            yield return Found(Damage.ClashesMiscounted, $"{rows.Ledger.Clashes} clashes are counted, {rows.Clashes.Count} are listed.");
        foreach (var admission in rows.Admissions.Values.Where(admission => admission.Void != TicketVoid.Replaced && Undecided(rows, admission) != admission.Over))
            yield return Found(Damage.ClashesMiscounted, $"The admission {admission.RowKey} has {admission.Over} people too many, its open clashes {Undecided(rows, admission)}.");
        foreach (var clash in rows.Clashes.Values.Where(clash => !rows.Scans.ContainsKey(clash.Scan.ScanId)))
            yield return Found(Damage.ClashOrphan, $"The clash {clash.RowKey} has no scan.");
        foreach (var scan in rows.Scans.Values.Where(scan => scan.Answer == DoorAnswer.Clash && !rows.Clashes.ContainsKey(scan.ScanId)))
            yield return Found(Damage.ClashOrphan, $"The scan {scan.ScanId} clashed, and the clash is not listed.");

        // A replaced issue stays as it was; what is undone later is undone on the issue after it.
        bool IsWrong(Admission admission) => admission.CheckIns is { } checkIns
            && (admission.Admitted != admission.Counted
                || (admission.Void != TicketVoid.Replaced && checkIns.Any(checkIn => rows.Scans.GetValueOrDefault(checkIn.ScanId) is { UndoneBy: not null })));

        bool IsLost(Scan scan) => rows.Admissions.GetValueOrDefault($"{Admission.Prefix}{scan.Ticket}:{scan.Issue}") is { } admission
            && admission.CheckIns?.Any(checkIn => checkIn.ScanId == scan.ScanId) != true;

        AuditFinding Found(Damage damage, string sentence) => new(rows.Slot, damage, sentence);
    }

    private static int Undecided(SlotRows rows, Admission admission) => (admission.Clashes ?? [])
        .Select(rows.Clashes.GetValueOrDefault).OfType<Clash>().Where(clash => clash is { IsOpen: true, Cause: ClashCause.Twice }).Sum(clash => clash.Over);

    /// <summary>People inside without a ticket, and those whom a lead let stay after a clash.</summary>
    public static int WalkedIn(SlotRows rows) =>
        rows.Scans.Values.Where(scan => scan is { Kind: ScanKind.WalkIn, UndoneBy: null }).Sum(scan => scan.Places)
        + rows.Clashes.Values.Sum(clash => clash.WalkIns);
}
