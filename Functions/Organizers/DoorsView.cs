using System.Globalization;
using Esik.Doors;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Organizers;

/// <summary>The page about doors: the phones that may scan, and the form for a new pass.</summary>
/// <param name="Devices">Good ones first, those seen last on top.</param>
/// <param name="Passes">Those that nobody used yet, the last one made on top.</param>
/// <param name="Until">What the form's field holds.</param>
/// <param name="Ticked">Ids of the doors that are ticked.</param>
/// <param name="Role">The one that is chosen.</param>
/// <param name="Slots">Ids of those that are ticked; none for all.</param>
/// <param name="Mistake">Text key of what was wrong with the form.</param>
/// <param name="PassLink">The link of a pass that was made just now; it cannot be shown again.</param>
public sealed record DoorsView(
    Programme Programme, IReadOnlyList<DoorDevice> Devices, IReadOnlyList<DoorPass> Passes, DateTimeOffset Now, string Until, string MakeProof, string RevokeProof,
    IReadOnlyList<string> Ticked, string Role = "", IReadOnlyList<string>? Slots = null, string? Mistake = null, string? PassLink = null, DoorPassOrder? Pass = null)
{
    public const string MakePurpose = "organizer-door-pass";
    public const string RevokePurpose = "organizer-door-revoke";

    /// <summary>Clocks that differ by less are told to be right: nobody at a door sees it.</summary>
    public const int ClockSecondsMin = 30;

    /// <summary>Slots that a pass may be for: those that can still be scanned.</summary>
    public IEnumerable<Slot> SlotsAhead => Programme.Slots.Where(slot => slot is { OpenEntrance: false, Cancelled: false } && slot.DoorCloses > Now);

    /// <summary>How far a phone's clock is off, hours first; null when it is right.</summary>
    public static string? ClockOf(DoorDevice device)
    {
        var off = TimeSpan.FromSeconds(Math.Abs((long)device.ClockOffsetSeconds));
        return off.TotalSeconds < ClockSecondsMin ? null : string.Create(CultureInfo.InvariantCulture, $"{(long)off.TotalHours}:{off.Minutes:00}:{off.Seconds:00}");
    }

    public static IReadOnlyList<DoorPass> Unused(IEnumerable<DoorPass> passes, DateTimeOffset now) =>
        [.. passes.Where(pass => pass.UsedBy is null && now < pass.ValidUntil).OrderByDescending(pass => pass.CreatedAt)];

    public static IReadOnlyList<DoorDevice> Sorted(IEnumerable<DoorDevice> devices, DateTimeOffset now) =>
        [.. devices.OrderByDescending(device => device.IsGoodAt(now)).ThenByDescending(device => device.LastSeen ?? device.PairedAt)];
}
