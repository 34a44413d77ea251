using System.Net.Mail;
using Esik.Languages;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes;

/// <summary>Reads the festival's own properties.</summary>
internal sealed class FestivalReader(FieldReader fields)
{
    /// <summary>Null when the file names no zone that there is.</summary>
    public TimeZoneInfo? Zone { get; } = ReadZone(fields);

    /// <summary>By date; those days that could be read.</summary>
    public IReadOnlyList<FestivalDay> Days { get; private set; } = [];

    /// <summary>What holds for slots that say nothing else.</summary>
    public WaitlistRules Waitlist { get; } = fields.Waitlist(WaitlistRules.Default);

    /// <summary>As <see cref="Waitlist"/>.</summary>
    public int ReleaseMinutes { get; } = fields.Whole("releaseMinutes", 0, Slot.ReleaseMinutesMax) ?? Slot.ReleaseMinutesDefault;

    /// <summary>The festival, or null after at least one mistake.</summary>
    public Festival? Read()
    {
        var id = fields.Id("id");
        var name = fields.Local("name", ProgrammeLimits.NameLengthMax);
        var text = fields.Local("text", ProgrammeLimits.FestivalTextLengthMax, lines: true);
        var place = fields.Local("place", ProgrammeLimits.LineLengthMax);
        var organizer = fields.Local("organizer", ProgrammeLimits.LineLengthMax);
        var contact = ReadContact();
        var sample = fields.Flag("sample");
        var languages = ReadLanguages();
        var retentionDays = fields.Whole("retentionDays", ProgrammeLimits.RetentionDaysMin, ProgrammeLimits.RetentionDaysMax);
        Days = ReadDays(sample);
        if (id is null || name is null || text is null || place is null || organizer is null || contact is null || Zone is null)
            return null;
        return new Festival
        {
            Id = id,
            Name = name,
            Text = text,
            Place = place,
            Organizer = organizer,
            Contact = contact,
            TimeZone = Zone,
            Days = Days,
            Languages = languages,
            RetentionDays = retentionDays ?? ProgrammeLimits.RetentionDaysDefault,
            Sample = sample,
        };
    }

    private static TimeZoneInfo? ReadZone(FieldReader fields)
    {
        if (fields.At("timeZone") is not { } place || fields.Text(place) is not { } id)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId)
            return zone;
        fields.Mistakes.Add(MistakeKind.BadZone, place, $"{MistakeList.Quote(id)} is no time zone of the IANA database, such as 'Asia/Almaty'.");
        return null;
    }

    /// <summary>No more is checked than that a mail program would take it: whether anybody reads it, no check can tell.</summary>
    private string? ReadContact()
    {
        if (fields.Plain("contact", ProgrammeLimits.ContactLengthMax) is not { } contact)
            return null;
        if (MailAddress.TryCreate(contact, out var address) && address.Address == contact && address.Host.Contains('.', StringComparison.Ordinal))
            return contact;
        fields.Mistakes.Add(MistakeKind.BadContact, fields.At("contact")!, $"{MistakeList.Quote(contact)} is no e-mail address.");
        return null;
    }

    private IReadOnlyList<Language> ReadLanguages()
    {
        if (!fields.Has("languages"))
            return LanguageCodes.All;
        var mistakesBefore = fields.Mistakes.Count;
        var languages = fields.Languages("languages");
        if (fields.Mistakes.Count == mistakesBefore && languages.Count < LanguageCodes.All.Count)
            fields.Mistakes.Add(MistakeKind.LanguageMissing, fields.At("languages")!, "Name all of kk, ru and en: every page exists in each, this is only their order.");
        return languages;
    }

    private List<FestivalDay> ReadDays(bool sample)
    {
        var days = new List<FestivalDay>();
        foreach (var place in fields.List("days", 1, ProgrammeLimits.DaysMax))
        {
            var day = new FieldReader(place, ObjectShape.Day, fields.Mistakes);
            var name = day.Local("name", ProgrammeLimits.NameLengthMax) ?? new LocalText("", "", "");
            var around = day.Flag("aroundNow");
            if (around && !sample)
                fields.Mistakes.Add(MistakeKind.OnlyInSample, day.At("aroundNow")!, "Only in a sample (\"sample\": true) can a day move to the present.");
            else if (around && days.Any(other => other.AroundNow))
                fields.Mistakes.Add(MistakeKind.AroundNowTwice, day.At("aroundNow")!, "Only one day can move to the present.");
            if (day.Date("date") is not { } date)
                continue;
            if (days.Any(other => other.Date == date))
                fields.Mistakes.Add(MistakeKind.DuplicateValue, day.At("date")!, "This day stands twice.");
            days.Add(new FestivalDay(date, name, around));
        }
        return [.. days.OrderBy(day => day.Date)];
    }
}
