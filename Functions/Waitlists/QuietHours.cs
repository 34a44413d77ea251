namespace Esik.Waitlists;

/// <summary>The hours of the night, in the festival's time, in which nobody is woken by a mail about places that came free.</summary>
public static class QuietHours
{
    /// <summary>Inclusive, hour of the day.</summary>
    public const int Begin = 22;

    /// <summary>Exclusive, hour of the day.</summary>
    public const int End = 8;

    // A slot that starts before this hour is "that morning": its guests have to hear at once.
    private const int MorningEnds = 12;

    /// <summary>When such a mail is due, UTC; null is now.</summary>
    public static DateTimeOffset? DueAt(DateTimeOffset now, DateTimeOffset slotStart, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (local.Hour is >= End and < Begin)
            return null;
        var morning = local.Hour >= Begin ? local.Date.AddDays(1) : local.Date;
        return slotStart < At(morning, MorningEnds, zone) ? null : At(morning, End, zone);
    }

    private static DateTimeOffset At(DateTime date, int hour, TimeZoneInfo zone)
    {
        var local = date.AddHours(hour);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
