namespace Esik.Programmes;

/// <summary>Which properties an object of the festival file must and may have. The schema says the same, and a test compares them.</summary>
internal sealed record ObjectShape(string Name, IReadOnlyList<string> Required, IReadOnlyList<string> Optional)
{
    public static readonly ObjectShape Festival = new(
        "festival",
        ["id", "name", "text", "place", "organizer", "contact", "timeZone", "days", "kinds", "venues", "slots"],
        ["$schema", "sample", "languages", "retentionDays", "doors", "waitlist", "releaseMinutes"]);

    public static readonly ObjectShape Text = new("text", ["kk", "ru", "en"], []);

    public static readonly ObjectShape Day = new("day", ["date", "name"], ["aroundNow"]);

    public static readonly ObjectShape Kind = new("kind", ["id", "name"], []);

    public static readonly ObjectShape Venue = new("venue", ["id", "name"], ["where", "accessibility"]);

    public static readonly ObjectShape Door = new("door", ["id", "name", "venues"], []);

    public static readonly ObjectShape Slot = new(
        "slot",
        ["id", "kind", "venue", "title", "start", "end", "languages"],
        ["summary", "community", "capacity", "openEntrance", "ageFrom", "partyMax", "signUpOpens", "signUpCloses",
            "doorOpensBeforeMinutes", "doorClosesAfterMinutes", "cancelled", "waitlist", "releaseMinutes"]);

    public static readonly ObjectShape Waitlist = new("waitlist", [], ["promotion", "offerHours", "offerCloseMinutes", "confirmByMailMinutes"]);

    public static readonly IReadOnlyList<ObjectShape> All = [Festival, Text, Day, Kind, Venue, Door, Slot, Waitlist];

    public IEnumerable<string> Properties => Required.Concat(Optional);
}
