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
        var byTicket = verdict == ClashVerdict.LetIn ? LetInByTicket(draft, open) : 0;
        var settled = open with { Settled = new ClashSettlement(verdict, note, by, draft.Now, byTicket) };
        draft.Put(settled);
        if (settled.WalkIns > 0)
            draft.Ledger = draft.Ledger.WalkIn(settled.WalkIns);
        return settled;
    }

    // Their places are the ticket's own, as far as nobody else has come in by them meanwhile.
    private static int LetInByTicket(SlotDraft draft, Clash open)
    {
        if (open.Cause != ClashCause.Room || TicketId.Parse(open.Ticket) is not { } ticket || draft.Find<Admission>(Admission.KeyOf(ticket, open.Issue)) is not { } known)
            return 0;
        var trail = known.Void == TicketVoid.Replaced ? draft.Onward(known, ticket) : null;
        var left = trail?[^1].Left ?? (known.Void is null ? Math.Max(0, open.Party - known.Admitted) : 0);
        var checkIn = new CheckIn(open.Scan.ScanId, Math.Min(open.Over, left), open.Scan.At, open.Scan.Door, open.Scan.Device);
        if (checkIn.Places == 0)
            return 0;
        if (trail is null)
            draft.Count(known, known.With(checkIn, open.Party));
        else
            draft.Put(draft.CountOnward(trail, checkIn, open.Party));
        return checkIn.Places;
    }
}
