using Esik.Slots;

namespace Esik.Doors;

/// <summary>What went wrong when a phone let people in alone.</summary>
public enum ClashCause
{
    /// <summary>Two doors let in the same places of a ticket.</summary>
    Twice,

    /// <summary>The ticket had been given back, or replaced by another one.</summary>
    Void,

    /// <summary>The room was full by what other doors had let in: a late guest, or somebody without a ticket.</summary>
    Room,
}

public static class ClashCauseCodes
{
    public static string Code(this ClashCause cause) => cause switch
    {
        ClashCause.Twice => "twice",
        ClashCause.Void => "void",
        ClashCause.Room => "room",
    };
}

/// <summary>What a lead or an organizer found.</summary>
public enum ClashVerdict
{
    /// <summary>They were other people, and stay: they are counted as inside from now on.</summary>
    LetIn,

    /// <summary>They went away.</summary>
    SentAway,

    /// <summary>The same people were scanned twice.</summary>
    WrongScan,

    /// <summary>One of the scans was undone, so that nothing is over any more.</summary>
    Undone,
}

/// <summary>One of the two sides of a clash.</summary>
/// <param name="At">By the server's clock, UTC.</param>
/// <param name="Places">People whom it let in.</param>
public sealed record ClashSide(string ScanId, string Door, string Device, DateTimeOffset At, int Places)
{
    public static ClashSide Of(CheckIn checkIn) => new(checkIn.ScanId, checkIn.Door, checkIn.Device, checkIn.At, checkIn.Places);
}

/// <summary>How a clash was settled.</summary>
/// <param name="By">Who: a device's id, or an organizer's address as the desk shows it; empty after the festival's data was erased.</param>
/// <param name="ByTicket">How many of those who were let in have places of their ticket, and are counted on its admission.</param>
public sealed record ClashSettlement(ClashVerdict Verdict, string Note, string By, DateTimeOffset At, int ByTicket = 0);

/// <summary>
/// People whom a phone had let in without a network although there was no place for them: both scans are kept, and the earlier check-in
/// by the server's clock stands. A scan makes at most one. Names stand in the registration alone.
/// </summary>
/// <param name="Scan">The scan that brought it to light when it was handed in; its id is the row's key.</param>
/// <param name="Ticket">Null for somebody without a ticket.</param>
/// <param name="Over">People beyond what there was; they are not counted as inside, unless the verdict is <see cref="ClashVerdict.LetIn"/>.</param>
/// <param name="Against">The other side of <see cref="ClashCause.Twice"/>; null for the other causes.</param>
/// <param name="Stands">The scan whose check-in stands; null when there is none.</param>
/// <param name="FoundAt">UTC.</param>
/// <param name="Settled">Null while it is open.</param>
public sealed record Clash(
    ClashCause Cause, ClashSide Scan, string? Ticket, int Issue, int Party, int Over, ClashSide? Against, string? Stands, DateTimeOffset FoundAt, ClashSettlement? Settled) : ISlotRow
{
    public const string Prefix = "c:";
    public const int NoteLengthMax = 300;

    public string RowKey => KeyOf(Scan.ScanId);

    public bool IsOpen => Settled is null;

    /// <summary>Of those who were let in, how many are counted as people without a ticket.</summary>
    public int WalkIns => Settled?.Verdict == ClashVerdict.LetIn ? Over - Settled.ByTicket : 0;

    /// <summary>Whether a person has said what became of those who were over.</summary>
    public bool IsDecided => Settled is { Verdict: not ClashVerdict.Undone };

    /// <summary>The same people beside what is admitted now.</summary>
    public Clash Beside(Admission admission) =>
        this with { Against = admission.Against(Scan.ScanId) is { } other ? ClashSide.Of(other) : null, Stands = admission.CheckIns is [var first, ..] ? first.ScanId : null };

    public static string KeyOf(string scanId) => Prefix + scanId;
}
