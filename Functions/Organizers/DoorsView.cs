using Esik.Doors;
using Esik.Programmes;

namespace Esik.Organizers;

/// <summary>The page about doors: the phones that may scan, and the form for a new pass.</summary>
/// <param name="Devices">Good ones first, those seen last on top.</param>
/// <param name="Until">What the form's field holds.</param>
/// <param name="Ticked">Ids of the doors that are ticked.</param>
/// <param name="Mistake">Text key of what was wrong with the form.</param>
/// <param name="PassLink">The link of a pass that was made just now; it cannot be shown again.</param>
public sealed record DoorsView(
    Programme Programme, IReadOnlyList<DoorDevice> Devices, DateTimeOffset Now, string Until, string MakeProof, string RevokeProof,
    IReadOnlyList<string> Ticked, string? Mistake = null, string? PassLink = null, DoorPassOrder? Pass = null)
{
    public const string MakePurpose = "organizer-door-pass";
    public const string RevokePurpose = "organizer-door-revoke";

    public static IReadOnlyList<DoorDevice> Sorted(IEnumerable<DoorDevice> devices, DateTimeOffset now) =>
        [.. devices.OrderByDescending(device => device.IsGoodAt(now)).ThenByDescending(device => device.LastSeen ?? device.PairedAt)];
}
