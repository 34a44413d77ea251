using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>Where, by whom and when something was done at a door.</summary>
/// <param name="ClockOffsetSeconds">Server's clock minus the device's.</param>
/// <param name="CorrectedAt">By the server's clock, UTC.</param>
/// <param name="Shown">What the device showed, where it decided alone.</param>
public sealed record ScanFacts(
    string ScanId, string Door, string Device, DateTimeOffset ScannedAt, int ClockOffsetSeconds, DateTimeOffset CorrectedAt, bool Offline, DoorAnswer? Shown, bool FromRevoked)
{
    /// <summary>The scan as it is stored.</summary>
    public Scan Answered(AdmissionDecision decision, ScanKind kind) => new(
        ScanId, decision.Answer, null, 0, 0, decision.Places, decision.Left, Door, Device, null, null, null, ScannedAt, ClockOffsetSeconds, CorrectedAt, null,
        kind, decision.Over, Offline, Shown, FromRevoked, Cause: decision.Cause);
}

/// <summary>The stored scan, and the slot's counts after it, in places.</summary>
public sealed record ScanOutcome(Scan Scan, int Inside, int Taken, int Capacity);

/// <summary>
/// Stores a scan, and lets in whom the rule lets in: scan, admission and count change together or not at all, so two doors at once
/// let a ticket in once, and a scan that is sent again gets the answer that it got.
/// </summary>
/// <param name="question">All but the ticket's admission and the room, which are the slot's to know.</param>
/// <param name="ticket">Null when the code named none.</param>
/// <param name="told">The device's own answer to a code that means nothing in this slot, or by which it turned somebody away; null is for the rule to decide.</param>
/// <param name="isProved">As <see cref="ReadScan.IsProved"/>: only then what was let in before the ticket was replaced counts on the one after it.</param>
public sealed class ScanChange(ScanFacts facts, AdmissionQuestion question, TicketId? ticket, DoorAnswer? told = null, bool isProved = false) : SlotChange<ScanOutcome>
{
    // What is answered without writing the admission, so that storage would not tell that there is one: more than the whole party is
    // asked for, or a phone has turned somebody away because of those inside.
    public override IReadOnlyList<string> Needs => ticket is not { } id
        ? []
        : isProved && question.Ticket.Known is { } known
            ? [Registration.KeyOf(id), .. Enumerable.Range(question.Code.Issue, known.Issue - question.Code.Issue + 1).Select(issue => Admission.KeyOf(id, issue))]
            : (told is { } shown ? TellsLeft(shown) : question.Places > question.Code.Party) ? [Admission.KeyOf(id, question.Code.Issue)] : [];

    protected override ScanOutcome Answer(SlotDraft draft)
    {
        var scan = draft.Find<Scan>(Scan.KeyOf(facts.ScanId)) ?? Judge(draft);
        return new ScanOutcome(scan, draft.Ledger.Inside, draft.Ledger.Taken, draft.Ledger.Capacity);
    }

    private Scan Judge(SlotDraft draft)
    {
        var known = ticket is { } id ? draft.Find<Admission>(Admission.KeyOf(id, question.Code.Issue)) : null;
        var before = known ?? (ticket is { } unknown ? Admission.None(unknown, question.Code.Issue) : null);
        var trail = isProved && question.WasAdmitted && known is { Void: TicketVoid.Replaced } && facts.CorrectedAt < known.VoidAt ? draft.Onward(known, ticket!.Value) : null;
        var decision = Decide(draft.Ledger, before, trail?[^1]);
        draft.SawFull = told is null && FoundNoRoom(decision);
        var scan = Stored(decision, before);
        draft.Put(scan);
        if (decision.Answer is DoorAnswer.Welcome or DoorAnswer.Clash)
            LetIn(draft, decision, before, trail);
        else if (known is null && before is not null && decision.Answer == DoorAnswer.RoomFull)
            // Written only so that storage tells whether there is one that nobody has read.
            draft.Put(before);
        return scan;
    }

    private AdmissionDecision Decide(Ledger ledger, Admission? before, Admission? since)
    {
        if (told is { } shown)
            return new(shown, Left: TellsLeft(shown) ? Math.Max(0, question.Code.Party - (before?.Admitted ?? 0)) : 0);
        var room = new RoomFacts(ledger.Capacity, ledger.Taken, ledger.Offered, ledger.Inside, ledger.WalkIns, 0);
        var known = question.Ticket with { Void = before?.Void, Admitted = before?.Admitted ?? 0, LeftSince = since?.Left };
        return AdmissionRule.Decide(question with { Ticket = known, Room = room });
    }

    private static bool TellsLeft(DoorAnswer shown) => shown is DoorAnswer.AlreadyInside or DoorAnswer.RoomFull;

    // Somebody may have gone out again at another process.
    private static bool FoundNoRoom(AdmissionDecision decision) => decision.Answer is DoorAnswer.Full or DoorAnswer.RoomFull || decision.Cause == ClashCause.Room;

    private Scan Stored(AdmissionDecision decision, Admission? before)
    {
        var scan = facts.Answered(decision, question.Kind);
        return ticket is { } id
            ? scan with
            {
                Ticket = id.ToString(),
                Issue = question.Code.Issue,
                Party = question.Code.Party,
                Since = before?.Since,
                SinceDoor = before?.Door,
                OtherSlot = decision.Answer == DoorAnswer.OtherSlot && question.Code.SlotNumber is > 0 and var other ? other : null,
            }
            : scan;
    }

    private void LetIn(SlotDraft draft, AdmissionDecision decision, Admission? before, IReadOnlyList<Admission>? trail)
    {
        var checkIn = new CheckIn(facts.ScanId, decision.Places + decision.Over, facts.CorrectedAt, facts.Door, facts.Device);
        var after = before;
        if (before is null && decision.Places > 0)
            draft.Ledger = draft.Ledger.WalkIn(decision.Places);
        else if (trail is not null && decision.Places > 0)
            after = draft.CountOnward(trail, checkIn with { Places = decision.Places }, question.Code.Party);
        else if (before is not null && decision.Cause is null or ClashCause.Twice)
            draft.Count(before, after = before.With(checkIn, question.Code.Party));
        if (decision.Cause is { } cause)
        {
            draft.Ledger = draft.Ledger.AddClash();
            draft.Put(ClashOf(draft, cause, decision.Over, checkIn, after));
            after = after is null ? null : after with { Clashes = [.. after.Clashes ?? [], facts.ScanId] };
        }
        if (after is not null)
            draft.Put(after);
    }

    private Clash ClashOf(SlotDraft draft, ClashCause cause, int over, CheckIn checkIn, Admission? after)
    {
        var clash = new Clash(cause, ClashSide.Of(checkIn), ticket?.ToString(), question.Code.Issue, question.Code.Party, over, null, null, draft.Now, null);
        return cause == ClashCause.Twice ? clash.Beside(after!) : clash;
    }
}
