using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What somebody at the door does.</summary>
public enum ScanKind
{
    /// <summary>Shows a ticket.</summary>
    Scan,

    /// <summary>Comes without one.</summary>
    WalkIn,

    /// <summary>The volunteer takes an admission back.</summary>
    Undo,
}

/// <summary>Where a ticket's registration stands, as far as the one who decides knows.</summary>
public enum TicketStanding
{
    Confirmed,

    /// <summary>Given back.</summary>
    Cancelled,

    /// <summary>Goes on under another address, with another ticket.</summary>
    Replaced,

    /// <summary>In the waiting list, or with an offer: nobody there holds a ticket.</summary>
    Waiting,
}

/// <summary>What the code turned out to be.</summary>
/// <param name="Typed">A short code was typed; only the server can look it up.</param>
/// <param name="SlotNumber">As the ticket says; this and the rest means nothing unless it is genuine.</param>
public sealed record CodeFacts(TicketVerdict Verdict, bool Typed, int SlotNumber, int Issue, int Party);

/// <summary>What a device may do.</summary>
/// <param name="Doors">Ids of its doors, each with the ids of the slots that it may scan there.</param>
public sealed record DeviceScope(DoorRole Role, IReadOnlyDictionary<string, IReadOnlyList<string>> Doors)
{
    public bool MayScan(DoorPlace at) => Doors.GetValueOrDefault(at.Door)?.Contains(at.Slot) == true;
}

/// <summary>Where the device stands.</summary>
public sealed record DoorPlace(string Door, string Slot);

/// <summary>The slot by the programme.</summary>
/// <param name="NumberLast">The highest slot number of the festival.</param>
/// <param name="DoorOpens">Inclusive.</param>
/// <param name="DoorCloses">Exclusive.</param>
/// <param name="ReleaseAt">From then on, inclusive, the places of who has not come are for whoever stands at the door; null is never.</param>
public sealed record SlotFacts(
    int Number, int NumberLast, bool OpenEntrance, bool Cancelled, DateTimeOffset DoorOpens, DateTimeOffset DoorCloses, DateTimeOffset? ReleaseAt)
{
    public static SlotFacts Of(Slot slot, int numberLast) => new(slot.Number, numberLast, slot.OpenEntrance, slot.Cancelled, slot.DoorOpens, slot.DoorCloses, slot.ReleaseAt);

    public bool IsReleasedAt(DateTimeOffset now) => now >= ReleaseAt;
}

/// <summary>A registration as last heard of.</summary>
public sealed record KnownTicket(int Issue, TicketStanding State);

/// <summary>What is known of the ticket beside what it says itself.</summary>
/// <param name="Known">Null when nothing was heard of it: signed since the last sync, or not looked up.</param>
/// <param name="Void">Known of just this issue; by the server alone.</param>
/// <param name="Admitted">Places that came in, as last heard from all doors.</param>
/// <param name="AdmittedHere">Places that this device let in since.</param>
/// <param name="LeftSince">Of an issue that was replaced after it was let in: places of the one in force that nobody has come in by; known by the server alone.</param>
public sealed record TicketFacts(KnownTicket? Known, TicketVoid? Void, int Admitted, int AdmittedHere, int? LeftSince = null)
{
    public static readonly TicketFacts Unknown = new(null, null, 0, 0);
}

/// <summary>The slot's counts, in places.</summary>
/// <param name="Inside">Everybody in the room, walk-ins too.</param>
/// <param name="WalkIns">Of them, who took places that nobody had signed up for.</param>
/// <param name="Allowance">Walk-ins that this device may still let in without asking.</param>
public sealed record RoomFacts(int Capacity, int Taken, int Offered, int Inside, int WalkIns, int Allowance)
{
    /// <summary>Places for whoever has no ticket.</summary>
    public int FreeForWalkIns(bool released) => Math.Max(0, released ? Capacity - Inside : Math.Min(Capacity - Taken - Offered - WalkIns, Capacity - Inside));
}

/// <summary>The admission that shall be taken back.</summary>
/// <param name="Places">That it let in; 0 is none.</param>
/// <param name="At">When, by the server's clock.</param>
public sealed record UndoFacts(int Places, bool SameDevice, string Door, DateTimeOffset At, bool Undone);

/// <summary>All that the rule of the door looks at. Whoever asks, phone or server, fills in what it knows.</summary>
/// <param name="Now">When it happens, or happened, by the server's clock.</param>
/// <param name="Online">Whether the server decides; a phone decides alone without a network.</param>
/// <param name="WasAdmitted">The phone has let them in already, and the server hears of it now.</param>
/// <param name="Places">How many want to come in; null is all who are still outside, or one without a ticket.</param>
/// <param name="Undoes">Null when there is no such admission.</param>
public sealed record AdmissionQuestion(
    ScanKind Kind, DateTimeOffset Now, bool Online, bool WasAdmitted, int? Places, CodeFacts Code, DeviceScope Device, DoorPlace At, SlotFacts Slot,
    TicketFacts Ticket, RoomFacts Room, UndoFacts? Undoes);

/// <summary>What the door decides, with what a volunteer may want to say about it.</summary>
/// <param name="Places">Places that come in by it, or go out again by an undo.</param>
/// <param name="Left">Places of the party that are still outside afterwards.</param>
/// <param name="Over">After a clash: people who were let in beyond what the ticket or the room had.</param>
/// <param name="IsNew">Welcome by its signature alone: signed since the last sync.</param>
/// <param name="Cause">Of a clash; else null.</param>
public readonly record struct AdmissionDecision(DoorAnswer Answer, int Places = 0, int Left = 0, int Over = 0, bool IsNew = false, ClashCause? Cause = null);
