using Esik.Audits;

namespace Esik.Doors.Tests;

/// <summary>What the doors did, counted by hand from what the people there saw, against what is stored.</summary>
internal static class WalkCheck
{
    public static IEnumerable<string> Of(SlotRows rows, IReadOnlyList<WalkAdmission> seen)
    {
        var clashes = rows.Clashes.Values.ToList();
        // An undo that came too late, or was not allowed, took nobody out.
        var stayed = seen.Where(one => one.UndoneBy is null || rows.Scans.GetValueOrDefault(one.UndoneBy)?.Answer != DoorAnswer.Undone).ToList();
        var placeless = clashes.Where(clash => clash.Cause is ClashCause.Void or ClashCause.Room).Select(clash => clash.Scan.ScanId).ToHashSet();
        var inside = stayed.Where(one => one.Ticket is null && !placeless.Contains(one.ScanId)).Sum(one => one.Places);
        foreach (var ticket in stayed.Where(one => one.Ticket is not null && !placeless.Contains(one.ScanId)).GroupBy(one => one.Ticket!.Value.ToString()))
        {
            var party = rows.Registrations[ticket.Key].Party;
            var people = ticket.Sum(one => one.Places);
            inside += Math.Min(party, people);
            var twice = clashes.Where(clash => clash.Ticket == ticket.Key && clash is { Cause: ClashCause.Twice, IsOpen: true }).ToList();
            if (people <= party && twice.Count > 0)
                yield return $"{twice.Count} clashes are open of {ticket.Key}, of whom nobody is over.";
            if (people > party && twice.Count == 0)
                yield return $"{people - party} are over of {ticket.Key}, and no clash is listed.";
        }
        if (rows.Ledger.Inside != inside)
            yield return $"{inside} people are inside and {rows.Ledger.Inside} are counted.";
        var clashed = rows.Scans.Values.Count(scan => scan.Answer == DoorAnswer.Clash);
        if (clashed != clashes.Count)
            yield return $"{clashed} scans clashed and {clashes.Count} clashes are listed.";
        var open = rows.Ledger.Capacity - rows.Ledger.Taken - rows.Ledger.Offered - rows.Ledger.WalkIns;
        if (open < 0)
            yield return $"{-open} places are given twice.";
    }
}
