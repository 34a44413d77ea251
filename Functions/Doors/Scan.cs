using Esik.Slots;

namespace Esik.Doors;

/// <summary>One attempt at a door, as it was answered. A scan is a fact: it is kept whatever its answer.</summary>
/// <param name="ScanId">Made by the device, 1 to 64 of <c>[A-Za-z0-9-]</c>; the same one again gives the same answer.</param>
/// <param name="Places">Places admitted by it.</param>
/// <param name="Party">Of the ticket; 0 without one.</param>
/// <param name="Left">Places of the party left outside after it.</param>
/// <param name="Since">For a party already inside: when it came in, UTC.</param>
/// <param name="SinceDoor">For a party already inside: through which door.</param>
/// <param name="ScannedAt">By the device's clock.</param>
/// <param name="ClockOffsetSeconds">Server's clock minus the device's, as measured before the scan, or else when it was sent.</param>
/// <param name="CorrectedAt">When it happened by the server's clock, UTC.</param>
/// <param name="UndoneBy">The scan that took its admission back.</param>
/// <param name="Over">People let in beyond what the ticket or the room had: a clash.</param>
/// <param name="Offline">The device decided without the server.</param>
/// <param name="Shown">What the device showed, where it decided by itself.</param>
/// <param name="FromRevoked">Handed in by a device after its permission was taken away.</param>
/// <param name="Undoes">The scan that an undo takes back.</param>
/// <param name="Reason">Why it was undone, as typed.</param>
/// <param name="Cause">Of a clash.</param>
public sealed record Scan(
    string ScanId,
    DoorAnswer Answer,
    string? Ticket,
    int Issue,
    int Party,
    int Places,
    int Left,
    string Door,
    string Device,
    DateTimeOffset? Since,
    string? SinceDoor,
    int? OtherSlot,
    DateTimeOffset ScannedAt,
    int ClockOffsetSeconds,
    DateTimeOffset CorrectedAt,
    string? UndoneBy,
    ScanKind Kind = ScanKind.Scan,
    int Over = 0,
    bool Offline = false,
    DoorAnswer? Shown = null,
    bool FromRevoked = false,
    string? Undoes = null,
    string? Reason = null,
    ClashCause? Cause = null) : ISlotRow
{
    public const int ReasonLengthMax = 200;

    public const string Prefix = "s:";
    public const int IdLengthMax = 64;

    public string RowKey => KeyOf(ScanId);

    public static string KeyOf(string scanId) => Prefix + scanId;

    public static bool IsId(string? text) => text is { Length: >= 1 and <= IdLengthMax } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
