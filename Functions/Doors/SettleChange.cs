using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// Settles a clash once: whoever comes second gets the settlement as it stands, and nothing moves. People who were let in are counted as
/// inside by it: where only the room was full, by their ticket, which opens no door for them again; else without one. Those who went away
/// are counted no more, also when what stood against them is undone. The answer is null when there is no such clash.
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
        return await find(key) is Clash { Cause: ClashCause.Twice or ClashCause.Room } clash && TicketId.Parse(clash.Ticket) is { } ticket
            ? [key, Registration.KeyOf(ticket), .. await AdmissionTrail.Keys(ticket, clash.Issue, find)]
            : [key];
    }

    protected override Clash? Answer(SlotDraft draft)
    {
        if (draft.Find<Clash>(Clash.KeyOf(scanId)) is not { IsOpen: true } open)
            return draft.Find<Clash>(Clash.KeyOf(scanId));
        if (open.Cause == ClashCause.Twice && draft.Holding(open.Ticket, open.Issue, scanId) is { } admission)
            draft.Count(admission, admission.Less(open.Over));
        var isByTicket = verdict == ClashVerdict.LetIn && IsLetInByTicket(draft, open);
        var settled = open with { Settled = new ClashSettlement(verdict, note, by, draft.Now, isByTicket) };
        draft.Put(settled);
        if (settled.Settled.IsWalkIn)
            draft.Ledger = draft.Ledger.WalkIn(open.Over);
        return settled;
    }

    // Their places are the ticket's own as long as nobody else has come in by them meanwhile.
    private static bool IsLetInByTicket(SlotDraft draft, Clash open)
    {
        if (open.Cause != ClashCause.Room || TicketId.Parse(open.Ticket) is not { } ticket || draft.Find<Admission>(Admission.KeyOf(ticket, open.Issue)) is not { } known)
            return false;
        var checkIn = new CheckIn(open.Scan.ScanId, open.Over, open.Scan.At, open.Scan.Door, open.Scan.Device);
        if (known.Void is null && open.Party - known.Admitted >= open.Over)
        {
            draft.Count(known, known.With(checkIn, open.Party));
            return true;
        }
        if (known.Void != TicketVoid.Replaced || draft.Onward(known, ticket) is not { } trail || trail[^1].Left < open.Over)
            return false;
        draft.Put(draft.CountOnward(trail, checkIn, open.Party));
        return true;
    }
}
