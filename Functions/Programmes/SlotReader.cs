using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes;

/// <summary>Reads slots. Without a zone, times are compared as they stand.</summary>
/// <param name="waitlist">The festival's own rules.</param>
/// <param name="releaseMinutes">The festival's own.</param>
internal sealed class SlotReader(
    TimeZoneInfo? zone, IReadOnlyList<FestivalDay> days, IReadOnlySet<string>? kindIds, IReadOnlySet<string>? venueIds, WaitlistRules waitlist, int releaseMinutes)
{
    private readonly TimeZoneInfo zone = zone ?? TimeZoneInfo.Utc;

    /// <summary>The slot, or null after at least one mistake.</summary>
    public Slot? Read(FieldReader fields)
    {
        var mistakesBefore = fields.Mistakes.Count;
        var id = fields.Id("id");
        var kind = fields.At("kind") is { } kindAt ? fields.Known(kindAt, kindIds, MistakeKind.UnknownKind) : null;
        var venue = fields.At("venue") is { } venueAt ? fields.Known(venueAt, venueIds, MistakeKind.UnknownVenue) : null;
        var title = fields.Local("title", ProgrammeLimits.TitleLengthMax);
        var summary = fields.Local("summary", ProgrammeLimits.SummaryLengthMax, lines: true);
        var community = fields.Local("community", ProgrammeLimits.NameLengthMax);
        var languages = fields.Languages("languages");
        var ageFrom = fields.Whole("ageFrom", ProgrammeLimits.AgeFromMin, ProgrammeLimits.AgeFromMax);
        var cancelled = fields.Flag("cancelled");
        var (capacity, partyMax) = ReadPlaces(fields);
        var (start, end) = ReadTimes(fields);
        var (opens, closes) = ReadSignUp(fields, start, end);
        var before = fields.Whole("doorOpensBeforeMinutes", 0, ProgrammeLimits.DoorOpensBeforeMinutesMax) ?? ProgrammeLimits.DoorOpensBeforeMinutesDefault;
        var after = fields.Whole("doorClosesAfterMinutes", 0, ProgrammeLimits.DoorClosesAfterMinutesMax) ?? ProgrammeLimits.DoorClosesAfterMinutesDefault;
        var rules = fields.Waitlist(waitlist);
        var release = fields.Whole("releaseMinutes", 0, Slot.ReleaseMinutesMax) ?? releaseMinutes;
        if (fields.Mistakes.Count > mistakesBefore || id is null || kind is null || venue is null || title is null || start is null || end is null)
            return null;
        return new Slot
        {
            Id = id,
            KindId = kind,
            VenueId = venue,
            Title = title,
            Summary = summary,
            Community = community,
            Start = start.Value,
            End = end.Value,
            Capacity = capacity,
            PartyMax = partyMax,
            Languages = languages,
            AgeFrom = ageFrom,
            SignUpOpens = opens,
            SignUpCloses = closes ?? start.Value,
            DoorOpens = start.Value.AddMinutes(-before),
            DoorCloses = end.Value.AddMinutes(after),
            Cancelled = cancelled,
            // Open entrance has no line: a change of the festival's rules is none of it.
            Waitlist = capacity is null ? WaitlistRules.Default : rules,
            ReleaseMinutes = capacity is null ? Slot.ReleaseMinutesDefault : release,
        };
    }

    private static (int? Capacity, int PartyMax) ReadPlaces(FieldReader fields)
    {
        var capacity = fields.Whole("capacity", ProgrammeLimits.CapacityMin, ProgrammeLimits.CapacityMax);
        var partyMax = fields.Whole("partyMax", ProgrammeLimits.PartyMaxMin, ProgrammeLimits.PartyMaxMax);
        if (fields.Flag("openEntrance"))
            CheckOpenEntrance(fields);
        else if (!fields.Has("capacity"))
            fields.Mistakes.Add(MistakeKind.CapacityMissing, fields.Place.Offset, fields.Place.PointerTo("capacity"), "Give the capacity, or \"openEntrance\": true.");
        if (partyMax > capacity)
            fields.Mistakes.Add(MistakeKind.PartyAboveCapacity, fields.At("partyMax")!, $"A party of {partyMax} does not fit into {capacity} places.");
        return (capacity, partyMax ?? Math.Min(ProgrammeLimits.PartyMaxMax, capacity ?? ProgrammeLimits.PartyMaxMax));
    }

    private static void CheckOpenEntrance(FieldReader fields)
    {
        if (fields.At("capacity") is { } capacity)
            fields.Mistakes.Add(MistakeKind.CapacityAtOpenEntrance, capacity, "Open entrance has no capacity: leave out one of the two.");
        foreach (var name in (string[])["partyMax", "signUpOpens", "signUpCloses", "waitlist", "releaseMinutes"])
        {
            if (fields.At(name) is { } place)
                fields.Mistakes.Add(MistakeKind.SignUpAtOpenEntrance, place, $"Nobody signs up for open entrance: leave out '{name}'.");
        }
    }

    private (DateTimeOffset? Start, DateTimeOffset? End) ReadTimes(FieldReader fields)
    {
        var (start, end) = (fields.Moment("start", zone), fields.Moment("end", zone));
        if (end <= start)
            fields.Mistakes.Add(MistakeKind.EndBeforeStart, fields.At("end")!, "The end is not after the start.");
        else if (end - start > TimeSpan.FromHours(ProgrammeLimits.SlotHoursMax))
            fields.Mistakes.Add(MistakeKind.SlotTooLong, fields.At("end")!, $"The slot lasts more than {ProgrammeLimits.SlotHoursMax} hours: make it a slot a day.");
        if (start is { } moment && days.Count > 0 && !days.Any(day => day.Date == DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime)))
            fields.Mistakes.Add(MistakeKind.OutsideDays, fields.At("start")!, "The slot starts on none of the festival's days (it may end after midnight).");
        return (start, end);
    }

    private (DateTimeOffset? Opens, DateTimeOffset? Closes) ReadSignUp(FieldReader fields, DateTimeOffset? start, DateTimeOffset? end)
    {
        var (opens, closes) = (fields.Moment("signUpOpens", zone), fields.Moment("signUpCloses", zone));
        if (closes > end)
            fields.Mistakes.Add(MistakeKind.SignUpClosesLate, fields.At("signUpCloses")!, "Sign-up closes after the slot's end.");
        // Sign-up that should close at a time that could not be read is not compared with the start instead.
        if (opens >= (fields.Has("signUpCloses") ? closes : start))
            fields.Mistakes.Add(MistakeKind.SignUpOpensLate, fields.At("signUpOpens")!, "Sign-up opens when it is closed already: by itself it closes at the start.");
        return (opens, closes);
    }
}
