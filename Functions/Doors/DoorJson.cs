using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Doors;

/// <summary>What a device posts to be paired.</summary>
public sealed record PairingJson(string? Code, string? Name, string? RequestId);

/// <summary>What a device posts after scanning.</summary>
public sealed record ScansJson(IReadOnlyList<ScanJson>? Scans, DateTimeOffset? SentAt, bool Names);

public sealed record ScanJson(string? ScanId, string? Token, string? Code, string? Slot, string? Door, int? Places, DateTimeOffset? ScannedAt)
{
    /// <summary>Longest token or code that is looked at, in characters: a QR code holds at most 4,296.</summary>
    public const int CodeLengthMax = 4_300;

    /// <summary>Whether a clock may show this, be it ever so wrong: a phone without power begins again in 1970. Storage takes no times before 1601.</summary>
    public static bool IsTime(DateTimeOffset time) => time.Year is >= 1970 and < 2200;

    /// <summary>The scan, or null when a field is missing or out of bounds.</summary>
    public ScanRequest? Read() =>
        Scan.IsId(ScanId) && (Token is null) != (Code is null) && (Token ?? Code)!.Length <= CodeLengthMax
        && Slot is { Length: <= 40 } && Door is { Length: <= 40 } && Places is null or (>= 1 and <= 6) && ScannedAt is { } at && IsTime(at)
            ? new ScanRequest(ScanId!, Token, Code, Slot, Door, Places, at)
            : null;
}

public sealed record DoorJson(string Id, LocalText Name, IReadOnlyList<DoorSlotJson> Slots);

public sealed record DoorSlotJson(
    string Id, LocalText Title, LocalText Venue, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset DoorOpensAt, DateTimeOffset DoorClosesAt,
    int? Capacity, int PartyMax, bool Cancelled, int? Inside, int? Taken);

public sealed record SlotNameJson(string Id, LocalText Title, LocalText Venue, DateTimeOffset Start);

public sealed record ScanAnswerJson(
    string ScanId, string Answer, int Places, int Left, int Party, string? Name, DateTimeOffset? Since, LocalText? Door, SlotNameJson? Slot,
    DateTimeOffset? OpensAt, int? Inside, int? Taken, int? Capacity);

/// <summary>What devices are told, in the shapes that others rely on.</summary>
public static class DoorAnswers
{
    /// <summary>The doors of a device with the slots that are scanned there; open entrance is not.</summary>
    public static IReadOnlyList<DoorJson> DoorsOf(DoorDevice device, Programme programme, IReadOnlyDictionary<string, Tally> tallies) =>
        [.. programme.Doors.Where(door => device.Doors.Contains(door.Id)).Select(door => new DoorJson(
            door.Id, door.Name, [.. programme.SlotsAt(door).Where(slot => !slot.OpenEntrance).Select(slot => SlotOf(slot, programme, tallies.GetValueOrDefault(slot.Id)))]))];

    /// <param name="slot">The slot that the scan named.</param>
    public static ScanAnswerJson Of(ScanAnswer answer, string slot, Programme programme)
    {
        var scan = answer.Scan;
        var other = scan?.OtherSlot is { } number ? programme.SlotByNumber((ushort)number) : null;
        return new ScanAnswerJson(
            answer.ScanId, answer.Answer.Code(), scan?.Places ?? 0, scan?.Left ?? 0, scan?.Party ?? 0, answer.Guest?.Name, scan?.Since,
            scan?.SinceDoor is { } door ? programme.DoorById(door)?.Name : null,
            other is null ? null : new SlotNameJson(other.Id, other.Title, programme.VenueOf(other).Name, other.Start),
            answer.Answer == DoorAnswer.TooEarly ? programme.SlotById(slot)?.DoorOpens : null, answer.Counts?.Inside, answer.Counts?.Taken, answer.Counts?.Capacity);
    }

    private static DoorSlotJson SlotOf(Slot slot, Programme programme, Tally? tally) => new(
        slot.Id, slot.Title, programme.VenueOf(slot).Name, slot.Start, slot.End, slot.DoorOpens, slot.DoorCloses,
        slot.Capacity, slot.PartyMax, slot.Cancelled, tally?.Inside, tally?.Taken);
}
