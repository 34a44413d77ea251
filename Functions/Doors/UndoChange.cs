using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// Takes back what a scan let in, as a scan of its own with who and why. Once more changes nothing. As many as have their place by it are over no
/// longer: open clashes become smaller by that, and those of whom nobody is left are settled by it.
/// </summary>
/// <param name="question">All but the admission, which is the slot's to know.</param>
/// <param name="undoes">The scan to take back.</param>
/// <param name="reason">At most <see cref="Scan.ReasonLengthMax"/> letters.</param>
/// <param name="needs">Keys of the rows that hang together with that scan, as <see cref="Rows"/> finds them.</param>
public sealed class UndoChange(ScanFacts facts, AdmissionQuestion question, string undoes, string? reason, IReadOnlyList<string> needs) : SlotChange<ScanOutcome>
{
    public override IReadOnlyList<string> Needs => needs;

    /// <summary>Keys of all rows that an undo of a scan may touch.</summary>
    /// <param name="scanId"></param>
    /// <param name="find">Reads a row of the slot.</param>
    public static async Task<IReadOnlyList<string>> Rows(string scanId, Func<string, Task<ISlotRow?>> find)
    {
        var keys = new List<string> { Scan.KeyOf(scanId), Clash.KeyOf(scanId) };
        if (await find(Scan.KeyOf(scanId)) is not Scan { Ticket: { } text } scan || TicketId.Parse(text) is not { } ticket)
            return keys;
        keys.AddRange(await AdmissionTrail.Keys(ticket, scan.Issue, find));
        return [.. keys.Distinct()];
    }

    protected override ScanOutcome Answer(SlotDraft draft)
    {
        var scan = draft.Find<Scan>(Scan.KeyOf(facts.ScanId)) ?? Undo(draft);
        return new ScanOutcome(scan, draft.Ledger.Inside, draft.Ledger.Taken, draft.Ledger.Capacity);
    }

    private Scan Undo(SlotDraft draft)
    {
        var target = draft.Find<Scan>(Scan.KeyOf(undoes));
        var decision = AdmissionRule.Decide(question with { Undoes = target is null ? null : FactsOf(target) });
        if (decision.Answer == DoorAnswer.Undone)
        {
            var before = draft.Ledger.Inside;
            TakeBack(draft, target!);
            decision = decision with { Places = before - draft.Ledger.Inside };
        }
        var scan = facts.Answered(decision, ScanKind.Undo) with { Ticket = target?.Ticket, Issue = target?.Issue ?? 0, Party = target?.Party ?? 0, Undoes = undoes, Reason = reason };
        draft.Put(scan);
        return scan;
    }

    // An undo itself lets nobody in, so there is nothing to take back from it.
    private UndoFacts FactsOf(Scan target) =>
        new(target.Kind == ScanKind.Undo ? 0 : target.Places + target.Over, target.Device == facts.Device, target.Door, target.CorrectedAt, target.UndoneBy is not null);

    private void TakeBack(SlotDraft draft, Scan target)
    {
        draft.Put(target with { UndoneBy = facts.ScanId });
        var own = draft.Find<Clash>(Clash.KeyOf(target.ScanId));
        if (target.Ticket is null)
            draft.Count(target.Places == 0 ? draft.Ledger : draft.Ledger.WalkOut(target.Places));
        else if (draft.Holding(target.Ticket, target.Issue, target.ScanId) is { } admission)
            TakeOut(draft, admission, target, own);
        if (own?.WalkIns > 0)
            draft.Count(draft.Ledger.WalkOut(own.WalkIns));
        if (own?.Settled?.Verdict is null or ClashVerdict.LetIn)
            Close(draft, own);
    }

    private void TakeOut(SlotDraft draft, Admission admission, Scan target, Clash? own)
    {
        var after = admission.Without(target.ScanId, own is { IsDecided: true, Cause: ClashCause.Twice } ? own.Over : 0);
        draft.Count(admission, after);
        var others = (admission.Clashes ?? []).Where(id => id != target.ScanId).Select(id => draft.Get<Clash>(Clash.KeyOf(id)));
        Relieve(draft, after, [.. others.Where(clash => clash is { IsOpen: true, Cause: ClashCause.Twice }).OrderBy(clash => clash.Scan.At).ThenBy(clash => clash.Scan.ScanId, StringComparer.Ordinal)]);
    }

    // The place that came free is theirs who came first: as many fewer are over in all.
    private void Relieve(SlotDraft draft, Admission after, IReadOnlyList<Clash> open)
    {
        var placed = open.Sum(clash => clash.Over) - after.Over;
        foreach (var clash in open)
        {
            var part = Math.Clamp(placed, 0, clash.Over);
            placed -= part;
            if (part == clash.Over)
                Close(draft, clash);
            else
                draft.Put(clash.Beside(after) with { Over = clash.Over - part });
        }
    }

    private void Close(SlotDraft draft, Clash? clash)
    {
        if (clash is not null)
            draft.Put(clash with { Settled = new ClashSettlement(ClashVerdict.Undone, reason ?? "", facts.Device, draft.Now) });
    }
}
