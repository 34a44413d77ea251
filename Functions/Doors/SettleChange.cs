using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// Settles a clash once: whoever comes second gets the settlement as it stands, and nothing moves. People who were let in are counted as
/// inside by it, without a ticket; those who went away are counted no more, also when what stood against them is undone. The answer is
/// null when there is no such clash.
/// </summary>
/// <param name="scanId">Of <see cref="Clash.Scan"/>.</param>
/// <param name="note">At most <see cref="Clash.NoteLengthMax"/> letters; may be empty.</param>
/// <param name="by">Who settles: a device's id, or an organizer's address.</param>
/// <param name="needs">Keys of the rows that hang together with it, as <see cref="Rows"/> finds them.</param>
public sealed class SettleChange(string scanId, ClashVerdict verdict, string note, string by, IReadOnlyList<string> needs) : SlotChange<Clash?>
{
    public override IReadOnlyList<string> Needs => needs;

    /// <summary>Keys of all rows that settling a clash may touch.</summary>
    /// <param name="scanId"></param>
    /// <param name="find">Reads a row of the slot.</param>
    public static async Task<IReadOnlyList<string>> Rows(string scanId, Func<string, Task<ISlotRow?>> find)
    {
        var key = Clash.KeyOf(scanId);
        return await find(key) is Clash { Cause: ClashCause.Twice } clash && TicketId.Parse(clash.Ticket) is { } ticket
            ? [key, .. await AdmissionTrail.Keys(ticket, clash.Issue, find)]
            : [key];
    }

    protected override Clash? Answer(SlotDraft draft)
    {
        if (draft.Find<Clash>(Clash.KeyOf(scanId)) is not { IsOpen: true } open)
            return draft.Find<Clash>(Clash.KeyOf(scanId));
        var settled = open with { Settled = new ClashSettlement(verdict, note, by, draft.Now) };
        draft.Put(settled);
        if (open.Cause == ClashCause.Twice && draft.Holding(open.Ticket, open.Issue, scanId) is { } admission)
            draft.Count(admission, admission.Less(open.Over));
        if (verdict == ClashVerdict.LetIn)
            draft.Ledger = draft.Ledger.WalkIn(open.Over);
        return settled;
    }
}
