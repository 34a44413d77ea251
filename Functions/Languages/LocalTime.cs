using System.Globalization;

namespace Esik.Languages;

/// <summary>
/// Dates and times as a person reads them: in the festival's zone and the reader's language, by the 24-hour clock. The names of
/// months and days come from the catalogue, because the machine's own language data differs from one server to the next.
/// </summary>
public readonly record struct LocalTime(TimeZoneInfo Zone, Language Language)
{
    /// <summary><c>сенбі</c> and its date: <c>18 қыркүйек, сенбі</c>, <c>Saturday 18 September</c>.</summary>
    public string Day(DateOnly date) => Texts.Catalogue.Say(
        Language,
        "date.day",
        ("day", date.Day),
        ("month", Month(date)),
        ("weekday", Texts.Catalogue.Say(Language, "weekday." + date.DayOfWeek.ToString().ToLowerInvariant())));

    public string Day(DateTimeOffset moment) => Day(DateAt(moment));

    /// <summary>Without weekday and year: <c>18 сентября</c>.</summary>
    public string DayMonth(DateOnly date) => Texts.Catalogue.Say(Language, "date.short", ("day", date.Day), ("month", Month(date)));

    /// <summary>Days in order, as short as they can be said: <c>18–19 September 2027</c>; those with gaps between them <c>1 December, 18 December</c>.</summary>
    public string Dates(IReadOnlyList<DateOnly> days)
    {
        var (first, last) = (days[0], days[^1]);
        if (first == last)
            return Date(first);
        if (last.DayNumber - first.DayNumber != days.Count - 1)
            return string.Join(", ", days.Select(DayMonth));
        return (first.Year, first.Month) == (last.Year, last.Month)
            ? Texts.Catalogue.Say(Language, "date.full", ("day", $"{first.Day}–{last.Day}"), ("month", Month(last)), ("year", last.Year))
            : $"{Date(first)} – {Date(last)}";
    }

    /// <summary>With the year: <c>18 сентября 2027 года</c>.</summary>
    public string Date(DateOnly date) => Texts.Catalogue.Say(Language, "date.full", ("day", date.Day), ("month", Month(date)), ("year", date.Year));

    /// <summary><c>14:30</c>.</summary>
    public string Time(DateTimeOffset moment) => Local(moment).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>14:30–16:00</c>. An end on the next day is still only a time: nobody takes 23:00–01:00 for something else.</summary>
    public string Span(DateTimeOffset start, DateTimeOffset end) => $"{Time(start)}–{Time(end)}";

    /// <summary>Day and time together: <c>18 September, 14:30</c>.</summary>
    public string Moment(DateTimeOffset moment) =>
        Texts.Catalogue.Say(Language, "date.moment", ("day", DateAt(moment).Day), ("month", Month(DateAt(moment))), ("time", Time(moment)));

    /// <summary>For machines, in a <c>datetime</c> attribute: <c>2027-09-18T14:30+05:00</c>.</summary>
    public string Iso(DateTimeOffset moment) => Local(moment).ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture);

    /// <summary>The date on the festival's own calendar.</summary>
    public DateOnly DateAt(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    private DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    private string Month(DateOnly date) => Texts.Catalogue.Say(Language, "month." + date.Month.ToString(CultureInfo.InvariantCulture));
}
