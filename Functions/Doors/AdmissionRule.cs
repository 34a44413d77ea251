using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What a scan shows, after the code was read: a genuine ticket, or a registration found by its short code.</summary>
/// <param name="Places">How many want to come in now; null is all who are still outside.</param>
public sealed record Knock(ushort SlotNumber, TicketId Ticket, int Issue, int Party, int? Places);

/// <summary>What the door decides, with what a volunteer may want to say about it.</summary>
/// <param name="Places">Places admitted by this scan.</param>
/// <param name="Left">Places of the party that are still outside afterwards.</param>
public readonly record struct AdmissionDecision(DoorAnswer Answer, int Places, int Left);

/// <summary>The rule of the door, without clock, storage or network: everything it looks at is given to it.</summary>
public static class AdmissionRule
{
    /// <summary>Whether this door opens to this slot for this device at all.</summary>
    /// <param name="mayScan">The device may scan for the door, and the door leads to the slot.</param>
    public static DoorAnswer? AtTheDoor(bool mayScan, Knock knock, Slot slot, DateTimeOffset scannedAt)
    {
        if (!mayScan)
            return DoorAnswer.NotYourDoor;
        if (knock.SlotNumber != slot.Number)
            return DoorAnswer.OtherSlot;
        if (slot.Cancelled)
            return DoorAnswer.SlotCancelled;
        if (scannedAt < slot.DoorOpens)
            return DoorAnswer.TooEarly;
        return scannedAt >= slot.DoorCloses ? DoorAnswer.Over : null;
    }

    /// <summary>Whether these places of this ticket come in, given what came in before.</summary>
    public static AdmissionDecision Decide(Knock knock, Admission before)
    {
        var left = Math.Max(0, knock.Party - before.Admitted);
        return before.Void switch
        {
            TicketVoid.Cancelled => new(DoorAnswer.Cancelled, 0, 0),
            TicketVoid.Replaced => new(DoorAnswer.Replaced, 0, 0),
            null when left == 0 || knock.Places > left => new(DoorAnswer.AlreadyInside, 0, left),
            null => new(DoorAnswer.Welcome, knock.Places ?? left, left - (knock.Places ?? left)),
        };
    }
}
