using Esik.Languages;

namespace Esik.Doors;

/// <summary>What a phone tells when it comes for news.</summary>
/// <param name="Known">Cursors by slot.</param>
/// <param name="Elsewhere">The version of <see cref="ElsewhereJson"/> that it has, empty for none; null when it does not want any.</param>
public sealed record SyncJson(DateTimeOffset? SentAt, int? Waiting, int? SetAside, IReadOnlyDictionary<string, string>? Known, string? Elsewhere)
{
    public const int ScansMax = 1_000_000;

    /// <summary>The name of a field that cannot be used; null when all can.</summary>
    public string? Mistake => this switch
    {
        { SentAt: { } sent } when !ScanJson.IsTime(sent) => "sentAt",
        { Waiting: < 0 or > ScansMax } => "waiting",
        { SetAside: < 0 or > ScansMax } => "setAside",
        _ => null,
    };
}

public sealed record SyncedJson(
    DateTimeOffset Now, SyncedDeviceJson Device, SyncedFestivalJson Festival, IEnumerable<SyncedKeyJson> Keys, IEnumerable<SyncedDoorJson> Doors, IEnumerable<SyncedSlotJson> Slots,
    ElsewhereJson? Elsewhere);

public sealed record SyncedDeviceJson(string Name, string Role, DateTimeOffset ValidUntil);

/// <param name="NumberLast">The highest slot number of the festival: a ticket with a higher one is another festival's.</param>
public sealed record SyncedFestivalJson(string Id, LocalText Name, string TimeZone, int NumberLast);

public sealed record SyncedKeyJson(int Id, string Spki);

public sealed record SyncedDoorJson(string Id, LocalText Name, IEnumerable<string> Slots);

/// <param name="Inside">Everybody in the room, walk-ins too.</param>
/// <param name="Released">Places of people who had not come that are for others now.</param>
/// <param name="Changed">Whether there is something to fetch for the cursor that came with the question.</param>
public sealed record SyncedSlotJson(
    string Id, int Number, LocalText Title, LocalText Venue, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset DoorOpens, DateTimeOffset DoorCloses, bool Cancelled, bool OpenEntrance,
    int Capacity, int Taken, int Offered, int Inside, int Released, DateTimeOffset? ReleaseAt, SyncedWalkInsJson WalkIns, string Version, bool Changed);


/// <param name="Free">Places for people without a ticket now.</param>
/// <param name="Allowance">How many of them this device may spend without asking.</param>
/// <param name="Inside">People inside without a ticket, in places that nobody had signed up for.</param>
public sealed record SyncedWalkInsJson(int Free, int Allowance, int Inside);
