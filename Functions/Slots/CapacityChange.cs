namespace Esik.Slots;

/// <summary>
/// Gives a slot another capacity. Refused when more places are taken or offered; and, for a slot that is to be dropped or opened to
/// all (<paramref name="onlyIfEmpty"/>), when anybody is registered at all. The answer says whether it was done; once more changes nothing.
/// </summary>
public sealed class CapacityChange(int capacity, bool onlyIfEmpty = false) : SlotChange<bool>
{
    public override bool NeedsFreshLedger => true;

    protected override bool Answer(SlotDraft draft)
    {
        var ledger = draft.Ledger;
        if (onlyIfEmpty && ledger.Taken + ledger.Offered + ledger.WaitingParties > 0)
            return false;
        if (ledger.Capacity == capacity)
            return true;
        if (ledger.WithCapacity(capacity) is not { } changed)
            return false;
        draft.Ledger = changed;
        return true;
    }
}
