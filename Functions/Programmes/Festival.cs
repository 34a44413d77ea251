using Esik.Languages;

namespace Esik.Programmes;

/// <summary>The festival itself: what it is called, when and where it is, and whom to ask.</summary>
public sealed record Festival
{
    /// <summary><c>[a-z0-9-]{1,40}</c>; stands in storage keys and never changes.</summary>
    public required string Id { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>A few sentences for the head of the programme page; may hold line breaks.</summary>
    public required LocalText Text { get; init; }

    /// <summary>Where the festival takes place, on one line: goes into calendars and mails.</summary>
    public required LocalText Place { get; init; }

    /// <summary>Who holds the festival, and so answers for the guests' data on the privacy page.</summary>
    public required LocalText Organizer { get; init; }

    /// <summary>An e-mail address for questions, and for everything that concerns personal data.</summary>
    public required string Contact { get; init; }

    /// <summary>Times are stored in UTC; this zone is used where people read and write them.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>By date, each date once, at least one.</summary>
    public required IReadOnlyList<FestivalDay> Days { get; init; }

    /// <summary>All of Esik's languages, each once; the first is shown to a guest who asks for none of them.</summary>
    public required IReadOnlyList<Language> Languages { get; init; }

    /// <summary>How many days after the last day the guests' names and addresses are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>Nobody holds this festival: it is there to try Esik, and pages say so.</summary>
    public bool Sample { get; init; }

    /// <summary>The date on the festival's own calendar at a moment.</summary>
    public DateOnly DateAt(DateTimeOffset moment) => DateOnly.FromDateTime(LocalAt(moment).DateTime);

    /// <summary>The same moment with the festival's wall-clock time and offset.</summary>
    public DateTimeOffset LocalAt(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, TimeZone);
}

/// <summary>One day of the festival, on the festival's own calendar.</summary>
/// <param name="AroundNow">Samples only: at the first import this day and its slots move to the present, so that the door can be tried.</param>
public sealed record FestivalDay(DateOnly Date, LocalText Name, bool AroundNow = false);
