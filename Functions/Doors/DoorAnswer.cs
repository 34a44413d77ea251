namespace Esik.Doors;

/// <summary>What the door says to a scan. Each has its code in docs/answers.md; the order is the order in which they are looked for.</summary>
public enum DoorAnswer
{
    /// <summary>Not one of our codes, or damaged.</summary>
    Unreadable,

    /// <summary>Laid out as a ticket, signed with a key that this festival does not have.</summary>
    UnknownKey,

    /// <summary>Claims to be ours; its signature is wrong.</summary>
    Forged,

    /// <summary>Signed with our key, for a slot that this festival never had.</summary>
    OtherFestival,

    /// <summary>This device does not scan for that door, or that door does not lead to that slot.</summary>
    NotYourDoor,

    /// <summary>A good ticket for another slot.</summary>
    OtherSlot,

    /// <summary>The slot will not happen.</summary>
    SlotCancelled,

    /// <summary>The door window has not begun.</summary>
    TooEarly,

    /// <summary>The door window has ended.</summary>
    Over,

    /// <summary>The guest gave the places back.</summary>
    Cancelled,

    /// <summary>A newer ticket was issued in place of this one.</summary>
    Replaced,

    /// <summary>In the waiting list: there is no ticket yet.</summary>
    Waiting,

    /// <summary>As many as asked for cannot come in any more: the party is inside, or less of it is left outside.</summary>
    AlreadyInside,

    /// <summary>A late guest: the places of those who had not come were given to others, and none is left.</summary>
    RoomFull,

    /// <summary>Come in.</summary>
    Welcome,

    /// <summary>Without a ticket, and no place is free.</summary>
    Full,

    /// <summary>Without a network a volunteer cannot decide this alone: a lead can.</summary>
    AskLead,

    /// <summary>The phone had let them in without a network, and by then their places were used, given back or gone.</summary>
    Clash,

    /// <summary>The admission was taken back.</summary>
    Undone,

    /// <summary>There is no such admission, or this device may not take it back any more.</summary>
    NotUndone,
}

public static class DoorAnswerCodes
{
    private static readonly Dictionary<string, DoorAnswer> ByCode = Enum.GetValues<DoorAnswer>().ToDictionary(Code);

    /// <summary>The answer of a stable code; null when it is none.</summary>
    public static DoorAnswer? Parse(string? code) => code is not null && ByCode.TryGetValue(code, out var answer) ? answer : null;

    /// <summary>The stable code, in kebab-case.</summary>
    public static string Code(this DoorAnswer answer) => answer switch
    {
        DoorAnswer.Unreadable => "unreadable",
        DoorAnswer.UnknownKey => "unknown-key",
        DoorAnswer.Forged => "forged",
        DoorAnswer.OtherFestival => "other-festival",
        DoorAnswer.NotYourDoor => "not-your-door",
        DoorAnswer.OtherSlot => "other-slot",
        DoorAnswer.SlotCancelled => "slot-cancelled",
        DoorAnswer.TooEarly => "too-early",
        DoorAnswer.Over => "over",
        DoorAnswer.Cancelled => "cancelled",
        DoorAnswer.Replaced => "replaced",
        DoorAnswer.Waiting => "waiting",
        DoorAnswer.AlreadyInside => "already-inside",
        DoorAnswer.RoomFull => "room-full",
        DoorAnswer.Welcome => "welcome",
        DoorAnswer.Full => "full",
        DoorAnswer.AskLead => "ask-lead",
        DoorAnswer.Clash => "clash",
        DoorAnswer.Undone => "undone",
        DoorAnswer.NotUndone => "not-undone",
    };
}
