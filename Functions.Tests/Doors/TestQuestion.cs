using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>What a slot's writer is asked, without a phone and its post.</summary>
internal static class TestQuestion
{
    /// <summary>At the hall's door of a slot that is open now.</summary>
    public static AdmissionQuestion Of(Slot slot, DateTimeOffset now, ScanKind kind = ScanKind.Scan, DoorRole role = DoorRole.Volunteer, int? places = null, bool wasAdmitted = false) => new(
        kind, now, Online: true, wasAdmitted, places, new CodeFacts(TicketVerdict.Unreadable, false, 0, 0, 0),
        new DeviceScope(role, new Dictionary<string, IReadOnlyList<string>> { ["hall-door"] = [slot.Id], ["hall-back"] = [slot.Id] }), new DoorPlace("hall-door", slot.Id),
        SlotFacts.Of(slot, 100), TicketFacts.Unknown, new RoomFacts(0, 0, 0, 0, 0, 0), null);

    public static AdmissionQuestion With(this AdmissionQuestion question, int issue, int party) =>
        question with { Code = new CodeFacts(TicketVerdict.Genuine, false, question.Slot.Number, issue, party) };

    public static ScanFacts Facts(string scanId, DateTimeOffset at, string device = "phone", string door = "hall-door", bool offline = false) =>
        new(scanId, door, device, at, 0, at, offline, offline ? DoorAnswer.Welcome : null, false);
}
