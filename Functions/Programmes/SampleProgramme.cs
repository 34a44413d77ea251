using Esik.Slots;

namespace Esik.Programmes;

/// <summary>
/// The sample festival, and where in time a sample lies. Its file has fixed dates; at the first import the festival moves ahead,
/// so that whoever tries Esik can sign up, and one day moves to the present, so that they see green at the door at once.
/// </summary>
public static class SampleProgramme
{
    /// <summary>A sample's first day comes at least so many days after the first import, on the weekday that it has in the file.</summary>
    public const int DaysAheadMin = 14;

    /// <summary>The sample's file, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = EmbeddedFile.Read("programmes/art-energy-almaty.json");

    /// <summary>
    /// A sample as it is to be stored: moved ahead when nothing is stored, else to where the first import has put it, so that a second
    /// import moves nobody's slot. A festival that is no sample is answered as it is.
    /// </summary>
    public static Programme Placed(Programme wanted, Programme? stored, DateTimeOffset now)
    {
        if (!wanted.Festival.Sample)
            return wanted;
        return stored is null ? Ahead(wanted, now) : Moved(wanted, FirstDate(stored), StartAroundNow(stored) ?? StartFor(wanted, now));
    }

    /// <summary>A sample moved ahead of now. Only for samples.</summary>
    public static Programme Ahead(Programme sample, DateTimeOffset now)
    {
        if (!sample.Festival.Sample)
            throw new ArgumentException("Only a sample moves: a festival is when its file says.");
        var earliest = sample.Festival.DateAt(now).AddDays(DaysAheadMin);
        var daysToWeekday = ((int)FirstDate(sample).DayOfWeek - (int)earliest.DayOfWeek + 7) % 7;
        return Moved(sample, earliest.AddDays(daysToWeekday), StartFor(sample, now));
    }

    private static Programme Moved(Programme sample, DateOnly firstDate, DateTimeOffset startAroundNow)
    {
        var festival = sample.Festival;
        var days = firstDate.DayNumber - FirstDate(sample).DayNumber;
        var movedDays = festival.Days.Select(day => day with { Date = day.AroundNow ? festival.DateAt(startAroundNow) : day.Date.AddDays(days) });
        var movedSlots = sample.Slots.Select(slot => Shifted(slot, sample.DayOf(slot).AroundNow ? startAroundNow : Later(festival, slot.Start, days)));
        var movedFestival = festival with { Days = [.. movedDays.OrderBy(day => day.Date)] };
        return new Programme(movedFestival, sample.Venues, sample.Kinds, sample.Doors, movedSlots, sample.NumberLast);
    }

    /// <summary>At the same time of day so many days later; an hour later where the clocks skip that time.</summary>
    private static DateTimeOffset Later(Festival festival, DateTimeOffset moment, int days)
    {
        var local = festival.LocalAt(moment).DateTime.AddDays(days);
        if (festival.TimeZone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, festival.TimeZone), TimeSpan.Zero);
    }

    /// <summary>All times of a slot move by as much as its start does, so that their order stays.</summary>
    private static Slot Shifted(Slot slot, DateTimeOffset start)
    {
        var shift = start - slot.Start;
        return slot with
        {
            Start = start,
            End = slot.End + shift,
            SignUpOpens = slot.SignUpOpens + shift,
            SignUpCloses = slot.SignUpCloses + shift,
            DoorOpens = slot.DoorOpens + shift,
            DoorCloses = slot.DoorCloses + shift,
        };
    }

    private static DateOnly FirstDate(Programme sample) => sample.Festival.Days.First(day => !day.AroundNow).Date;

    private static DateTimeOffset? StartAroundNow(Programme stored) =>
        stored.Days.Where(day => day.Day.AroundNow).SelectMany(day => day.Slots).Select(slot => (DateTimeOffset?)slot.Start).FirstOrDefault();

    /// <summary>A full hour of the festival's clocks, one to two hours ago: the slot has begun, and its door is open.</summary>
    private static DateTimeOffset StartFor(Programme sample, DateTimeOffset now) =>
        now.ToUniversalTime().AddHours(-1).AddTicks(-(sample.Festival.LocalAt(now).TimeOfDay.Ticks % TimeSpan.TicksPerHour));
}
