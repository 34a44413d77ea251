using System.Globalization;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Reports;

/// <summary>What an organizer chose to see, as it stands in the report's address.</summary>
/// <param name="IsPaused">The page does not load itself again.</param>
public sealed record CapacityFilter(DateOnly? Day = null, string? Kind = null, string? Venue = null, bool IsPaused = false)
{
    public const string Path = "/organizer/capacity";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Reads the query's values; what names no day, kind or venue of the programme is left out.</summary>
    public static CapacityFilter Of(Programme programme, Func<string, string?> query) => new(
        DateOnly.TryParseExact(query("day"), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && programme.Festival.Days.Any(known => known.Date == day) ? day : null,
        query("kind") is { } kind && programme.KindById(kind) is not null ? kind : null,
        query("venue") is { } venue && programme.VenueById(venue) is not null ? venue : null,
        query("refresh") == "off");

    public bool Lets(Slot slot, Programme programme) =>
        (Day is null || programme.DayOf(slot).Date == Day) && (Kind is null || slot.KindId == Kind) && (Venue is null || slot.VenueId == Venue);

    /// <summary>The address of the report with these choices.</summary>
    public string ToAddress()
    {
        (string Name, string? Value)[] choices =
            [("day", Day?.ToString(DayFormat, CultureInfo.InvariantCulture)), ("kind", Kind), ("venue", Venue), ("refresh", IsPaused ? "off" : null)];
        var query = string.Join('&', choices.Where(choice => choice.Value is not null).Select(choice => $"{choice.Name}={choice.Value}"));
        return query.Length == 0 ? Path : $"{Path}?{query}";
    }
}
