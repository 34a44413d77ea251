namespace Esik.Slots;

/// <summary>What a guest is told about the places of a slot, in one word.</summary>
public enum AvailabilityWord
{
    Free,

    /// <summary>At most <see cref="Availability.FewPlaces"/> places, or at most a tenth of them.</summary>
    FewLeft,

    /// <summary>Nothing is free: one may sign up for the waiting list.</summary>
    Full,

    /// <summary>Guests walk in without signing up.</summary>
    OpenEntrance,

    /// <summary>Sign-up has not opened yet.</summary>
    Soon,

    /// <summary>Sign-up has closed and the slot is not over.</summary>
    Closed,

    Over,

    Cancelled,
}

/// <summary>The word for a slot at a moment, and how many places are free; 0 for open entrance, which counts none.</summary>
public readonly record struct Availability(AvailabilityWord Word, int Free)
{
    /// <summary>From this many free places down, a slot has few left, whatever its size.</summary>
    public const int FewPlaces = 3;

    /// <param name="free">Places neither taken nor held by an offer; below zero counts as none.</param>
    public static Availability Of(Slot slot, int free, DateTimeOffset now) => new(WordOf(slot, free, now), slot.OpenEntrance ? 0 : Math.Max(0, free));

    /// <summary>Whether somebody who looks for places would want to see this slot: open entrance counts, a full or closed slot does not.</summary>
    public bool HasPlaces => Word is AvailabilityWord.Free or AvailabilityWord.FewLeft or AvailabilityWord.OpenEntrance || (Word is AvailabilityWord.Soon && Free > 0);

    /// <summary>Whether the slot still lies ahead or runs, and will happen.</summary>
    public bool IsAhead => Word is not (AvailabilityWord.Over or AvailabilityWord.Cancelled);

    private static AvailabilityWord WordOf(Slot slot, int free, DateTimeOffset now) => slot.SignUpAt(now) switch
    {
        SignUpState.Cancelled => AvailabilityWord.Cancelled,
        SignUpState.Over => AvailabilityWord.Over,
        SignUpState.Closed => slot.OpenEntrance ? AvailabilityWord.OpenEntrance : AvailabilityWord.Closed,
        SignUpState.Soon => AvailabilityWord.Soon,
        SignUpState.Open when free <= 0 => AvailabilityWord.Full,
        SignUpState.Open when free <= FewPlaces || free * 10L <= slot.Capacity => AvailabilityWord.FewLeft,
        SignUpState.Open => AvailabilityWord.Free,
    };
}
