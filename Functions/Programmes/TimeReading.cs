using System.Globalization;

namespace Esik.Programmes;

/// <summary>Reads dates and local times. A file names no offsets: people think in the time on the festival's wall.</summary>
internal static class TimeReading
{
    public static DateOnly? Date(this FieldReader fields, string name)
    {
        if (fields.At(name) is not { } place || fields.Text(place) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && IsNear(date.Year))
            return date;
        fields.Mistakes.Add(MistakeKind.BadDate, place, $"{MistakeList.Quote(text)} is no date such as 2027-09-18, from {ProgrammeLimits.YearMin} to {ProgrammeLimits.YearMax}.");
        return null;
    }

    /// <summary>A local time as a moment in UTC. A time that the clocks skip, or show twice, is a mistake: nobody could say when it is.</summary>
    public static DateTimeOffset? Moment(this FieldReader fields, string name, TimeZoneInfo zone)
    {
        if (fields.At(name) is not { } place || fields.Text(place) is not { } text)
            return null;
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || !IsNear(local.Year))
            fields.Mistakes.Add(MistakeKind.BadTime, place, $"{MistakeList.Quote(text)} is no local time such as 2027-09-18T11:00, from {ProgrammeLimits.YearMin} to {ProgrammeLimits.YearMax}.");
        else if (zone.IsInvalidTime(local))
            fields.Mistakes.Add(MistakeKind.TimeSkipped, place, $"{text} does not exist in {zone.Id}: the clocks are put forward over it.");
        else if (zone.IsAmbiguousTime(local))
            fields.Mistakes.Add(MistakeKind.TimeTwice, place, $"{text} comes twice in {zone.Id}: the clocks are put back over it.");
        else
            return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero);
        return null;
    }

    private static bool IsNear(int year) => year is >= ProgrammeLimits.YearMin and <= ProgrammeLimits.YearMax;
}
