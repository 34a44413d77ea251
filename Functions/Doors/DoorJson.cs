using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Doors;

/// <summary>What a device posts to be paired.</summary>
public sealed record PairingJson(string? Code, string? Name, string? RequestId);

public sealed record DoorJson(string Id, LocalText Name, IReadOnlyList<DoorSlotJson> Slots);

public sealed record DoorSlotJson(
    string Id, LocalText Title, LocalText Venue, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset DoorOpensAt, DateTimeOffset DoorClosesAt,
    int? Capacity, int PartyMax, bool Cancelled, int? Inside, int? Taken);

public sealed record SlotNameJson(string Id, LocalText Title, LocalText Venue, DateTimeOffset Start);

/// <param name="Code">Why it was set aside.</param>
/// <param name="Field">What was wrong with it.</param>
/// <param name="Ticket">Of a typed short code: whose it was, so that the phone knows the QR code again.</param>
public sealed record ScanAnswerJson(
    string? ScanId, string Answer, string? Code = null, string? Field = null, int? Places = null, int? Left = null, int? Party = null, int? Over = null, string? Name = null,
    DateTimeOffset? Since = null, LocalText? Door = null, SlotNameJson? Slot = null, DateTimeOffset? OpensAt = null, int? Inside = null, int? Taken = null, int? Capacity = null,
    string? Ticket = null, int? Issue = null, string? Cause = null);

/// <summary>What devices are told, in the shapes that others rely on.</summary>
public static class DoorAnswers
{
    /// <summary>The scan cannot be taken: the device keeps it aside.</summary>
    public const string SetAside = "set-aside";

    /// <summary>Nothing definite is known: the device sends the scan again.</summary>
    public const string Busy = "busy";

    /// <summary>The doors of a device with the slots that are scanned there; open entrance is not.</summary>
    public static IReadOnlyList<DoorJson> DoorsOf(DoorDevice device, Programme programme, IReadOnlyDictionary<string, Tally> tallies) =>
        [.. DoorScope.DoorsOf(device, programme).Select(door => new DoorJson(
            door.Id, door.Name, [.. DoorScope.SlotsAt(device, programme, door).Select(slot => SlotOf(slot, programme, tallies.GetValueOrDefault(slot.Id)))]))];

    public static ScanAnswerJson Of(ScanAnswer answer, Programme programme)
    {
        if (answer.Answer is not { } given)
            return answer.SetAside is { } reason ? Aside(answer.Request.ScanId, reason, null) : new(answer.Request.ScanId, Busy);
        var scan = answer.Scan;
        var typed = answer.Request.ShortCode is not null && scan is { Issue: > 0 } ? scan : null;
        var other = scan?.OtherSlot is { } number ? programme.SlotByNumber((ushort)number) : null;
        return new ScanAnswerJson(
            answer.Request.ScanId, given.Code(), null, null, scan?.Places ?? 0, scan?.Left ?? 0, scan?.Party ?? 0, scan is { Over: > 0 } ? scan.Over : null, answer.Guest?.Name, scan?.Since,
            scan?.SinceDoor is { } door ? programme.DoorById(door)?.Name : null,
            other is null ? null : new SlotNameJson(other.Id, other.Title, programme.VenueOf(other).Name, other.Start),
            given == DoorAnswer.TooEarly ? programme.SlotById(answer.Request.Slot)?.DoorOpens : null, answer.Counts?.Inside, answer.Counts?.Taken, answer.Counts?.Capacity,
            typed?.Ticket, typed?.Issue, scan?.Cause?.Code());
    }

    /// <summary>A scan that cannot be taken, with the reason.</summary>
    public static ScanAnswerJson Aside(string? scanId, SetAsideReason reason, string? field) => reason switch
    {
        SetAsideReason.Unusable => Aside(scanId, new Problem(422, "scan-unusable", field)),
        SetAsideReason.SlotUnknown => Aside(scanId, Problem.SlotNotFound with { Field = "slot" }),
        SetAsideReason.ProofWrong => Aside(scanId, new Problem(422, "proof-wrong", "proof")),
        SetAsideReason.Revoked => Aside(scanId, DoorGate.Revoked),
        SetAsideReason.Failed => Aside(scanId, Problem.Failed),
    };

    private static ScanAnswerJson Aside(string? scanId, Problem problem) => new(scanId, SetAside, problem.Code, problem.Field);

    private static DoorSlotJson SlotOf(Slot slot, Programme programme, Tally? tally) => new(
        slot.Id, slot.Title, programme.VenueOf(slot).Name, slot.Start, slot.End, slot.DoorOpens, slot.DoorCloses,
        slot.Capacity, slot.PartyMax, slot.Cancelled, tally?.Inside, tally?.Taken);
}
