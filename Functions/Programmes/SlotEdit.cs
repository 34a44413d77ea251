using Esik.Slots;

namespace Esik.Programmes;

/// <summary>What an import does to one slot.</summary>
public enum SlotNews
{
    Added,
    Removed,
    Cancelled,
    Revived,

    /// <summary>Another start or end.</summary>
    TimeMoved,
    VenueChanged,
    CapacityRaised,
    CapacityLowered,

    /// <summary>Places that had to be taken are open to all now.</summary>
    EntranceOpened,

    /// <summary>Entrance was open to all, now places have to be taken.</summary>
    EntranceLimited,

    /// <summary>When one may sign up, or for how many.</summary>
    SignUpChanged,

    /// <summary>How those who wait are treated, or whether sign-ups are confirmed by mail.</summary>
    WaitlistChanged,

    /// <summary>When the door lets people in, or when places of people who have not come are given to others.</summary>
    DoorWindowChanged,

    /// <summary>Title, summary, community, kind, languages or age.</summary>
    TextsChanged,
}

/// <summary>Why the guests of a slot are written to after an import. One mail, whatever else changed with it.</summary>
public enum SlotMail
{
    Cancelled,
    Revived,
    Changed,
}

/// <summary>The difference between a slot as it is stored and as the file wants it; at least one of the two is there.</summary>
/// <param name="Stored">Null: the slot is new.</param>
/// <param name="Wanted">With its number; null: the file has it no more.</param>
/// <param name="News">In the order of the enum, never empty.</param>
public sealed record SlotEdit(Slot? Stored, Slot? Wanted, IReadOnlyList<SlotNews> News)
{
    public string SlotId => (Wanted ?? Stored)!.Id;

    /// <summary>Whether offers that stand, and those who wait, are under other rules now.</summary>
    public bool ChangesRules => News.Contains(SlotNews.WaitlistChanged);

    /// <summary>Null when nothing differs.</summary>
    public static SlotEdit? Between(Slot? stored, Slot? wanted)
    {
        List<SlotNews> news = (stored, wanted) switch
        {
            (null, not null) => [SlotNews.Added],
            (not null, null) => [SlotNews.Removed],
            (not null, not null) => [.. Differences(stored, wanted).Where(difference => difference.Differs).Select(difference => difference.News)],
            (null, null) => [],
        };
        return news.Count == 0 ? null : new SlotEdit(stored, wanted, news);
    }

    /// <summary>
    /// What to write to the slot's guests. Nothing when it is new, when it is over by both programmes, or when it was cancelled
    /// and stays so: guests were told. A venue that only has another name or description is the same venue.
    /// </summary>
    public SlotMail? MailAt(DateTimeOffset now)
    {
        if (Stored is null || Wanted is null || (Stored.End <= now && Wanted.End <= now))
            return null;
        if (News.Contains(SlotNews.Cancelled))
            return SlotMail.Cancelled;
        if (News.Contains(SlotNews.Revived))
            return SlotMail.Revived;
        return !Wanted.Cancelled && (News.Contains(SlotNews.TimeMoved) || News.Contains(SlotNews.VenueChanged)) ? SlotMail.Changed : null;
    }

    private static IEnumerable<(SlotNews News, bool Differs)> Differences(Slot stored, Slot wanted) =>
    [
        (SlotNews.Cancelled, wanted.Cancelled && !stored.Cancelled),
        (SlotNews.Revived, stored.Cancelled && !wanted.Cancelled),
        (SlotNews.TimeMoved, (stored.Start, stored.End) != (wanted.Start, wanted.End)),
        (SlotNews.VenueChanged, stored.VenueId != wanted.VenueId),
        (SlotNews.CapacityRaised, wanted.Capacity > stored.Capacity),
        (SlotNews.CapacityLowered, wanted.Capacity < stored.Capacity),
        (SlotNews.EntranceOpened, wanted.OpenEntrance && !stored.OpenEntrance),
        (SlotNews.EntranceLimited, stored.OpenEntrance && !wanted.OpenEntrance),
        (SlotNews.SignUpChanged, (stored.SignUpOpens, stored.SignUpCloses, stored.PartyMax) != (wanted.SignUpOpens, wanted.SignUpCloses, wanted.PartyMax)),
        (SlotNews.WaitlistChanged, stored.Waitlist != wanted.Waitlist),
        (SlotNews.DoorWindowChanged, (stored.DoorOpens, stored.DoorCloses, stored.ReleaseMinutes) != (wanted.DoorOpens, wanted.DoorCloses, wanted.ReleaseMinutes)),
        (SlotNews.TextsChanged, (stored.Title, stored.Summary, stored.Community, stored.KindId, stored.AgeFrom) != (wanted.Title, wanted.Summary, wanted.Community, wanted.KindId, wanted.AgeFrom)
            || !stored.Languages.SequenceEqual(wanted.Languages)),
    ];
}
