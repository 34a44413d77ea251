using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// Takes back what a scan let in, as a scan of its own with who and why. Once more changes nothing. What was over because of it is over no
/// longer, and such clashes are settled by it.
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
        for (var issue = scan.Issue; issue <= TicketPayload.IssueMax; issue++)
        {
            keys.Add(Admission.KeyOf(ticket, issue));
            if (await find(Admission.KeyOf(ticket, issue)) is not Admission admission)
                break;
            keys.AddRange((admission.Clashes ?? []).Select(Clash.KeyOf));
            if (admission.Void != TicketVoid.Replaced)
                break;
        }
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
        if (target.Ticket is null)
        {
            draft.Count(target.Places == 0 ? draft.Ledger : draft.Ledger.WalkOut(target.Places));
            Settle(draft, [target.ScanId]);
            return;
        }
        if (Holding(draft, target) is not { } admission)
        {
            // It was let in beyond what there was, and never counted.
            Settle(draft, [target.ScanId]);
            return;
        }
        var after = admission.Without(target.ScanId);
        draft.Ledger = draft.Ledger.AddInside(after.Admitted - admission.Admitted);
        draft.Put(after);
        Settle(draft, after.Over == 0 ? [target.ScanId, .. admission.Clashes ?? []] : [target.ScanId]);
    }

    // What came in by an issue that was replaced since is counted on the one after it.
    private static Admission? Holding(SlotDraft draft, Scan target)
    {
        var ticket = TicketId.Parse(target.Ticket) ?? throw new InvalidOperationException("A scan whose ticket id is none.");
        Admission? holding = null;
        for (var issue = target.Issue; draft.Find<Admission>(Admission.KeyOf(ticket, issue)) is { } admission; issue++)
        {
            if (admission.CheckIns?.Any(checkIn => checkIn.ScanId == target.ScanId) == true)
                holding = admission;
            if (admission.Void != TicketVoid.Replaced)
                break;
        }
        return holding;
    }

    private void Settle(SlotDraft draft, IEnumerable<string> scanIds)
    {
        foreach (var clash in scanIds.Distinct().Select(id => draft.Find<Clash>(Clash.KeyOf(id))).OfType<Clash>().Where(clash => clash.Settled?.Verdict is null or ClashVerdict.LetIn))
        {
            if (clash.Settled is not null)
                draft.Count(draft.Ledger.WalkOut(clash.Over));
            draft.Put(clash with { Settled = new ClashSettlement(ClashVerdict.Undone, reason ?? "", facts.Device, draft.Now) });
        }
    }
}
