using Esik.Slots;

namespace Esik.Doors;

/// <summary>
/// Settles a clash once: whoever comes second gets the settlement as it stands, and nothing moves. People who were let in are counted as
/// inside by it. The answer is null when there is no such clash.
/// </summary>
/// <param name="scanId">Of <see cref="Clash.Scan"/>.</param>
/// <param name="note">At most <see cref="Clash.NoteLengthMax"/> letters; may be empty.</param>
/// <param name="by">Who settles: a device's id, or an organizer's address.</param>
public sealed class SettleChange(string scanId, ClashVerdict verdict, string note, string by) : SlotChange<Clash?>
{
    public override IReadOnlyList<string> Needs => [Clash.KeyOf(scanId)];

    protected override Clash? Answer(SlotDraft draft)
    {
        if (draft.Find<Clash>(Clash.KeyOf(scanId)) is not { IsOpen: true } open)
            return draft.Find<Clash>(Clash.KeyOf(scanId));
        var settled = open with { Settled = new ClashSettlement(verdict, note, by, draft.Now) };
        draft.Put(settled);
        if (verdict == ClashVerdict.LetIn)
            draft.Ledger = draft.Ledger.WalkIn(open.Over);
        return settled;
    }
}
