using Esik.Slots;

namespace Esik.Doors;

/// <summary>Where, by whom and when a code was scanned.</summary>
/// <param name="ClockOffsetSeconds">Server's clock minus the device's.</param>
/// <param name="CorrectedAt">By the server's clock, UTC.</param>
public sealed record ScanFacts(string ScanId, string Door, string Device, DateTimeOffset ScannedAt, int ClockOffsetSeconds, DateTimeOffset CorrectedAt);

/// <summary>The stored scan, and the slot's counts after it, in places.</summary>
public sealed record ScanOutcome(Scan Scan, int Inside, int Taken, int Capacity);

/// <summary>
/// Stores a scan, and lets in whom the rule lets in: scan, admission and count change together or not at all, so two doors at once
/// let a ticket in once, and a scan that is sent again gets the answer that it got.
/// </summary>
/// <param name="refusal">An answer that is already clear from slot, door and time.</param>
public sealed class ScanChange(ScanFacts facts, Knock knock, DoorAnswer? refusal) : SlotChange<ScanOutcome>
{
    // More than the whole party is asked for: that is answered without writing the admission, so storage would not tell that there is one.
    public override IReadOnlyList<string> Needs => knock.Places > knock.Party ? [Admission.KeyOf(knock.Ticket, knock.Issue)] : [];

    protected override ScanOutcome Answer(SlotDraft draft)
    {
        var scan = draft.Find<Scan>(Scan.KeyOf(facts.ScanId)) ?? (refusal is { } answer ? Refuse(draft, answer) : Admit(draft));
        return new ScanOutcome(scan, draft.Ledger.Inside, draft.Ledger.Taken, draft.Ledger.Capacity);
    }

    private Scan Refuse(SlotDraft draft, DoorAnswer answer)
    {
        var scan = New(answer, 0, 0) with { OtherSlot = answer == DoorAnswer.OtherSlot ? knock.SlotNumber : null };
        draft.Put(scan);
        return scan;
    }

    private Scan Admit(SlotDraft draft)
    {
        var before = draft.Find<Admission>(Admission.KeyOf(knock.Ticket, knock.Issue)) ?? Admission.None(knock.Ticket, knock.Issue);
        var decision = AdmissionRule.Decide(knock, before);
        var scan = New(decision.Answer, decision.Places, decision.Left) with { Since = before.Since, SinceDoor = before.Door };
        draft.Put(scan);
        if (decision.Places > 0)
        {
            draft.Put(before with
            {
                Admitted = before.Admitted + decision.Places,
                Since = before.Since ?? facts.CorrectedAt,
                Door = facts.Door,
                LastScan = facts.ScanId,
            });
            draft.Ledger = draft.Ledger.AddInside(decision.Places);
        }
        return scan;
    }

    private Scan New(DoorAnswer answer, int places, int left) => new(
        facts.ScanId, answer, knock.Ticket.ToString(), knock.Issue, knock.Party, places, left, facts.Door, facts.Device,
        null, null, null, facts.ScannedAt, facts.ClockOffsetSeconds, facts.CorrectedAt, null);
}
