using Esik.Languages;
using Esik.Waitlists;

namespace Esik.Slots;

/// <summary>One thing at one time in one place, as the programme knows it. How many places are taken is the ledger's.</summary>
public sealed record Slot
{
    public const int ReleaseMinutesDefault = 10;
    public const int ReleaseMinutesMax = 240;

    /// <summary><c>[a-z0-9-]{1,40}</c>; stands in addresses and storage keys and never changes.</summary>
    public required string Id { get; init; }

    /// <summary>Stands in tickets instead of the id. Given by the first import, from 1 on, and never given again; 0 is not given yet.</summary>
    public ushort Number { get; init; }

    public required string KindId { get; init; }

    public required string VenueId { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>May hold line breaks.</summary>
    public LocalText? Summary { get; init; }

    /// <summary>UTC; inclusive.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>UTC; exclusive, later than <see cref="Start"/>, at most 24 hours later.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Places, at least 1; null is open entrance: nobody signs up and nobody is scanned.</summary>
    public required int? Capacity { get; init; }

    /// <summary>Languages spoken; empty when it needs no words.</summary>
    public required IReadOnlyList<Language> Languages { get; init; }

    /// <summary>Years; null is for everyone.</summary>
    public int? AgeFrom { get; init; }

    /// <summary>How many places one guest may take at once: 1 to 6, not above the capacity.</summary>
    public required int PartyMax { get; init; }

    /// <summary>UTC; inclusive. Null: sign-up is open from the beginning.</summary>
    public DateTimeOffset? SignUpOpens { get; init; }

    /// <summary>UTC; exclusive, at most <see cref="End"/>.</summary>
    public required DateTimeOffset SignUpCloses { get; init; }

    /// <summary>UTC; inclusive, at most <see cref="Start"/>.</summary>
    public required DateTimeOffset DoorOpens { get; init; }

    /// <summary>UTC; exclusive, at least <see cref="End"/>.</summary>
    public required DateTimeOffset DoorCloses { get; init; }

    /// <summary>So long after the start the places of who has not come are for whoever stands at the door: 1 to 240; 0 is never, as for numbered seats.</summary>
    public int ReleaseMinutes { get; init; } = ReleaseMinutesDefault;

    /// <summary>Whose slot it is.</summary>
    public LocalText? Community { get; init; }

    /// <summary>It was announced and will not happen.</summary>
    public bool Cancelled { get; init; }

    /// <summary>How those who wait are treated; means nothing with open entrance.</summary>
    public WaitlistRules Waitlist { get; init; } = WaitlistRules.Default;

    /// <summary>Its last move to another time or venue after it was announced, for guests who signed up before; the import's, not the file's.</summary>
    public SlotMove? Moved { get; init; }

    /// <summary>When the places of who has not come are given to others, UTC, inclusive; null is never.</summary>
    public DateTimeOffset? ReleaseAt => ReleaseMinutes == 0 || OpenEntrance ? null : Start.AddMinutes(ReleaseMinutes);

    /// <summary>Whether guests walk in without signing up.</summary>
    public bool OpenEntrance => Capacity is null;

    /// <summary>
    /// Whether one may sign up at a moment, by the programme alone (a full slot is still open: for the waiting list).
    /// Cancelled goes before over, over before soon and closed. Open entrance has nothing to sign up for: it is closed until it is over.
    /// </summary>
    public SignUpState SignUpAt(DateTimeOffset now) => this switch
    {
        { Cancelled: true } => SignUpState.Cancelled,
        _ when now >= End => SignUpState.Over,
        { OpenEntrance: true } => SignUpState.Closed,
        _ when now >= SignUpCloses => SignUpState.Closed,
        _ when now < SignUpOpens => SignUpState.Soon,
        _ => SignUpState.Open,
    };

    /// <summary>Whether the door lets guests in: from <see cref="DoorOpens"/>, included, to <see cref="DoorCloses"/>, excluded. Never when cancelled.</summary>
    public bool IsDoorOpenAt(DateTimeOffset now) => !Cancelled && now >= DoorOpens && now < DoorCloses;
}

/// <summary>Where and when a slot would have been before it was moved.</summary>
/// <param name="At">When it was moved, UTC.</param>
public sealed record SlotMove(DateTimeOffset At, DateTimeOffset FormerStart, string FormerVenueId);
