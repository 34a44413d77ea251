using Esik.Audits;
using Esik.Slots;

namespace Esik.Doors.Tests;

/// <summary>What the doors did, counted by hand from what the people there saw, against what is stored.</summary>
internal static class WalkCheck
{
    /// <summary>Whether somebody was let in above the capacity by the server's own word. Whom phones let in alone is a fact, whatever the capacity.</summary>
    /// <param name="after">The ledger right after the transaction.</param>
    public static IEnumerable<string> OfRoom(SlotBatch batch, Ledger after)
    {
        var scans = batch.Writes.Where(write => write.Version is null).Select(write => write.Row).OfType<Scan>().ToList();
        var facts = scans.Where(scan => scan.Offline).Sum(scan => scan.Places);
        if (scans.Any(scan => scan is { Offline: false, Answer: DoorAnswer.Welcome }) && after.Inside - facts > after.Capacity)
            yield return $"{after.Inside - facts} are inside of {after.Capacity} by the server's word.";
    }

    public static IEnumerable<string> Of(SlotRows rows, IReadOnlyList<WalkAdmission> seen)
    {
        var clashes = rows.Clashes.Values.ToList();
        // An undo that came too late, or was not allowed, took nobody out.
        var stayed = seen.Where(one => one.UndoneBy is null || rows.Scans.GetValueOrDefault(one.UndoneBy)?.Answer != DoorAnswer.Undone).ToList();
        // Whom somebody let stay by their ticket have its places again.
        var placeless = clashes.Where(clash => clash.Cause is ClashCause.Void or ClashCause.Room).ToDictionary(clash => clash.Scan.ScanId, clash => clash.Over - (clash.Settled?.ByTicket ?? 0));
        var letIn = clashes.Sum(clash => clash.WalkIns);
        var inside = letIn + stayed.Where(one => one.Ticket is null).Sum(Placed);
        foreach (var ticket in stayed.Where(one => one.Ticket is not null && Placed(one) > 0).GroupBy(one => one.Ticket!.Value.ToString()))
        {
            var party = rows.Registrations[ticket.Key].Party;
            var twice = clashes.Where(clash => clash.Ticket == ticket.Key && clash.Cause == ClashCause.Twice).ToList();
            // About whom somebody has decided: they went, or count among those who were let in.
            var decided = twice.Where(clash => clash.IsDecided && stayed.Any(one => one.ScanId == clash.Scan.ScanId)).Sum(clash => clash.Over);
            var people = ticket.Sum(Placed) - decided;
            inside += Math.Clamp(people, 0, party);
            var open = twice.Where(clash => clash.IsOpen).Sum(clash => clash.Over);
            if (open != Math.Max(0, people - party))
                yield return $"{people - party} are over of {ticket.Key}, and by open clashes {open}.";
        }
        if (rows.Ledger.Inside != inside)
            yield return $"{inside} people are inside and {rows.Ledger.Inside} are counted.";
        var clashed = rows.Scans.Values.Count(scan => scan.Answer == DoorAnswer.Clash);
        if (clashed != clashes.Count)
            yield return $"{clashed} scans clashed and {clashes.Count} clashes are listed.";
        var free = rows.Ledger.Capacity - rows.Ledger.Taken - rows.Ledger.Offered - rows.Ledger.WalkIns;
        if (free < 0)
            yield return $"{-free} places are given twice.";

        int Placed(WalkAdmission one) => one.Places - placeless.GetValueOrDefault(one.ScanId);
    }
}
