using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// The rule of the door, without clock, storage or network: everything it looks at is given to it. The phones have the same rule in
/// TypeScript, and AdmissionCases.json holds the two together.
/// </summary>
public static class AdmissionRule
{
    /// <summary>A volunteer may take an admission back on the same device within so many minutes, the last one included.</summary>
    public const int UndoMinutes = 15;

    public static AdmissionDecision Decide(AdmissionQuestion question) => question.Kind switch
    {
        ScanKind.Scan => OfTicket(question),
        ScanKind.WalkIn => OfWalkIn(question),
        ScanKind.Undo => OfUndo(question),
    };

    private static AdmissionDecision OfTicket(AdmissionQuestion question)
    {
        if ((OfCode(question) ?? OfPlace(question)) is { } refusal)
            return new(refusal);
        var before = question.Ticket.Admitted + question.Ticket.AdmittedHere;
        var left = Math.Max(0, question.Code.Party - before);
        var isGone = false;
        if (OfState(question) is { } gone)
        {
            if (!question.WasAdmitted)
                return new(gone);
            // Who came in before the ticket was replaced is inside by the one after it, as far as that is for as many.
            (isGone, left) = (true, question.Ticket.LeftSince ?? 0);
        }
        var wanted = question.Places ?? ((left > 0 && !isGone) || !question.WasAdmitted ? left : question.Code.Party);
        if (isGone && wanted > left)
            return Clash(ClashCause.Void, wanted, stands: left, left: 0);
        if (wanted > left || left == 0)
            return question.WasAdmitted ? Clash(ClashCause.Twice, wanted, stands: left, left: 0) : new(DoorAnswer.AlreadyInside, Left: left);
        // A late guest finds the room as whoever came meanwhile has left it.
        if (question.Slot.IsReleasedAt(question.Now) && question.Room.Inside + wanted > question.Room.Capacity)
            return question.WasAdmitted ? Clash(ClashCause.Room, wanted, stands: 0, left) : new(DoorAnswer.RoomFull, Left: left);
        return new(DoorAnswer.Welcome, wanted, left - wanted, IsNew: IsNew(question));
    }

    private static DoorAnswer? OfCode(AdmissionQuestion question) => question.Code switch
    {
        { Typed: true } when !question.Online => DoorAnswer.AskLead,
        { Verdict: TicketVerdict.Unreadable } => DoorAnswer.Unreadable,
        { Verdict: TicketVerdict.UnknownKey } => DoorAnswer.UnknownKey,
        { Verdict: TicketVerdict.Forged } => DoorAnswer.Forged,
        { SlotNumber: var number } when number < 1 || number > question.Slot.NumberLast => DoorAnswer.OtherFestival,
        _ => null,
    };

    // What happened, happened: a phone that let people in is not told afterwards that the door was shut, or is another phone's by now.
    private static DoorAnswer? OfPlace(AdmissionQuestion question)
    {
        var slot = question.Slot;
        if (slot.OpenEntrance || (!question.WasAdmitted && !question.Device.MayScan(question.At)))
            return DoorAnswer.NotYourDoor;
        if (question.Kind == ScanKind.Scan && question.Code.SlotNumber != slot.Number)
            return DoorAnswer.OtherSlot;
        if (question.WasAdmitted)
            return null;
        if (slot.Cancelled)
            return DoorAnswer.SlotCancelled;
        if (question.Now < slot.DoorOpens)
            return DoorAnswer.TooEarly;
        return question.Now >= slot.DoorCloses ? DoorAnswer.Over : null;
    }

    // An issue above the known one was signed since: what is known is of an earlier ticket.
    private static DoorAnswer? OfState(AdmissionQuestion question)
    {
        var (ticket, issue) = (question.Ticket, question.Code.Issue);
        if (ticket.Void is { } reason)
            return reason == TicketVoid.Cancelled ? DoorAnswer.Cancelled : DoorAnswer.Replaced;
        return ticket.Known switch
        {
            null => null,
            { Issue: var known } when issue > known => null,
            { State: TicketStanding.Cancelled } => DoorAnswer.Cancelled,
            { State: TicketStanding.Replaced } => DoorAnswer.Replaced,
            { State: TicketStanding.Waiting } => DoorAnswer.Waiting,
            { Issue: var known } when issue < known => DoorAnswer.Replaced,
            _ => null,
        };
    }

    private static bool IsNew(AdmissionQuestion question) => question.Ticket.Known is not { } known || question.Code.Issue > known.Issue;

    private static AdmissionDecision Clash(ClashCause cause, int wanted, int stands, int left) => new(DoorAnswer.Clash, stands, left, wanted - stands, Cause: cause);

    private static AdmissionDecision OfWalkIn(AdmissionQuestion question)
    {
        if (OfPlace(question) is { } refusal)
            return new(refusal);
        var wanted = question.Places ?? 1;
        // Late guests with tickets may have filled since what the allowance was told of.
        if (!question.Online)
            return wanted <= Math.Min(question.Room.Allowance, question.Room.Capacity - question.Room.Inside) ? new(DoorAnswer.Welcome, wanted) : new(DoorAnswer.AskLead);
        if (wanted <= question.Room.FreeForWalkIns(question.Slot.IsReleasedAt(question.Now)))
            return new(DoorAnswer.Welcome, wanted);
        return question.WasAdmitted ? Clash(ClashCause.Room, wanted, stands: 0, left: 0) : new(DoorAnswer.Full);
    }

    private static AdmissionDecision OfUndo(AdmissionQuestion question)
    {
        if (question.Undoes is not { Undone: false, Places: > 0 } admission)
            return new(DoorAnswer.NotUndone);
        var mayUndo = question.Device.Role switch
        {
            DoorRole.Lead => question.Device.MayScan(question.At with { Door = admission.Door }) && question.Now < question.Slot.DoorCloses,
            DoorRole.Volunteer => admission.SameDevice && question.Now - admission.At <= TimeSpan.FromMinutes(UndoMinutes),
        };
        return mayUndo ? new(DoorAnswer.Undone, admission.Places) : new(DoorAnswer.NotUndone);
    }
}
