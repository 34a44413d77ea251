using System.Globalization;
using Esik.Doors;
using Esik.Programmes;

namespace Esik.Organizers;

/// <summary>A door pass that an organizer asks for.</summary>
/// <param name="Doors">Ids, at least one.</param>
/// <param name="Until">UTC.</param>
/// <param name="Slots">Ids of the slots that it is for; null is all to which the doors lead.</param>
public sealed record DoorPassOrder(IReadOnlyList<string> Doors, DateTimeOffset Until, DoorRole Role = DoorRole.Volunteer, IReadOnlyList<string>? Slots = null)
{
    /// <summary>A pass that was forgotten should not open a door at the next festival.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(90);

    public const string RoleField = "role";
    public const string SlotField = "slot";

    private const string FormFormat = "yyyy-MM-ddTHH:mm";

    /// <summary>Reads the form. Exactly one of order and mistake (a text key) is null.</summary>
    /// <param name="doors">Ids that were ticked; unknown ones are left out.</param>
    /// <param name="until">In the festival's own time, as a browser's date and time field gives it.</param>
    /// <param name="role">A role's code; anything else is a volunteer's.</param>
    /// <param name="slots">Ids that were ticked; none is all slots.</param>
    public static (DoorPassOrder? Order, string? Mistake) Read(
        Programme programme, IEnumerable<string?> doors, string? until, DateTimeOffset now, string? role = null, IEnumerable<string?>? slots = null)
    {
        var known = programme.Doors.Select(door => door.Id).Where(doors.Contains).ToList();
        if (known.Count == 0)
            return (null, "organizer.pass-no-door");
        if (!DateTime.TryParseExact(until, FormFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || Math.Abs(local.Year - now.Year) > 1)
            return (null, "organizer.pass-no-time");
        var ticked = (slots ?? []).OfType<string>().Where(slot => slot.Length > 0).Distinct().ToList();
        var reached = known.SelectMany(door => programme.SlotsAt(programme.DoorById(door)!)).Where(slot => !slot.OpenEntrance).Select(slot => slot.Id);
        if (ticked.Except(reached).Any())
            return (null, "organizer.pass-no-slot");
        var zone = programme.Festival.TimeZone;
        // An hour that the clocks skip is nobody's: its offset is the one before.
        var moment = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return moment <= now || moment > now + LifetimeMax ? (null, "organizer.pass-no-time") : (new(known, moment, RoleOf(role), ticked.Count > 0 ? ticked : null), null);
    }

    private static DoorRole RoleOf(string? code) => code == DoorRole.Lead.Code() ? DoorRole.Lead : DoorRole.Volunteer;

    /// <summary>What the form proposes: until the last door closes on the festival's current or next day.</summary>
    public static string UntilOf(Programme programme, DateTimeOffset now)
    {
        var ahead = programme.Days.FirstOrDefault(day => day.Slots.Any(slot => slot.DoorCloses > now));
        var until = ahead?.Slots.Max(slot => slot.DoorCloses) ?? now.AddHours(12);
        return programme.Festival.LocalAt(until < now + LifetimeMax ? until : now.AddDays(1)).ToString(FormFormat, CultureInfo.InvariantCulture);
    }
}
