using Esik.Doors;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Takes everything personal out of some registrations, and out of what tells where they went. Counts, states and ids stay, so that reports stay true. Once more changes nothing.</summary>
/// <param name="rowKeys">At most <see cref="TellChange.RowsMax"/>.</param>
public sealed class EraseChange(IReadOnlyList<string> rowKeys) : SlotChange<int>
{
    public override IReadOnlyList<string> Needs => rowKeys;

    /// <summary>The answer: how many were erased now.</summary>
    protected override int Answer(SlotDraft draft)
    {
        var registrations = rowKeys.Select(key => draft.Find<ISlotRow>(key)).OfType<Registration>().Where(registration => !registration.IsErased).ToList();
        foreach (var registration in registrations)
            draft.Put(registration.Erased());
        foreach (var forwarding in rowKeys.Select(key => draft.Find<ISlotRow>(key)).OfType<Forwarding>().Where(forwarding => forwarding.RequestId.Length > 0))
            draft.Put(forwarding with { RequestId = "" });
        // What people typed about a guest, and the organizer's address; a phone's id tells nobody.
        foreach (var clash in rowKeys.Select(key => draft.Find<ISlotRow>(key)).OfType<Clash>())
        {
            if (clash.Settled is { } settled && settled.Note.Length + settled.By.Length > 0)
                draft.Put(clash with { Settled = settled with { Note = "", By = DoorDevice.IsId(settled.By) ? settled.By : "" } });
        }
        foreach (var scan in rowKeys.Select(key => draft.Find<ISlotRow>(key)).OfType<Scan>().Where(scan => scan.Reason is not null))
            draft.Put(scan with { Reason = null });
        return registrations.Count;
    }
}
