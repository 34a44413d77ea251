using System.Text.Json;

namespace Esik.Programmes;

/// <summary>One thing that is wrong in a festival file, for the organizer at the command line; in English, as everything there.</summary>
/// <param name="Place">JSON pointer (RFC 6901) to the value, or to where a missing one should be; empty for the file as a whole.</param>
/// <param name="Line">From 1. A missing value is at its object's opening brace.</param>
/// <param name="Column">From 1, in UTF-16 units, as editors count.</param>
/// <param name="Sentence">What is wrong and how it may be put right.</param>
public sealed record ProgrammeMistake(MistakeKind Kind, string Place, int Line, int Column, string Sentence)
{
    /// <summary>The kind as a stable word for scripts: <c>end-before-start</c>.</summary>
    public string Code => JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());

    /// <summary>One line: <c>12:15 /slots/3/end end-before-start: …</c></summary>
    public override string ToString() => $"{Line}:{Column} {(Place.Length == 0 ? "(file)" : Place)} {Code}: {Sentence}";
}

/// <summary>Every way in which a festival file can be wrong. The names are published as codes: they may be added to, not changed.</summary>
public enum MistakeKind
{
    // The file as a whole. Nothing more can be said of such a file, so these come alone.
    TooBig,
    NotUtf8,
    NotJson,
    TooDeep,

    // The shape.
    WrongType,
    Missing,
    UnknownProperty,
    DuplicateProperty,
    TooFew,
    TooMany,

    // Single values.
    BadId,
    DuplicateId,
    TextEmpty,
    TextTooLong,
    TextControl,
    NotWhole,
    OutOfRange,
    BadLanguage,
    LanguageMissing,
    DuplicateValue,
    BadZone,
    BadContact,
    BadDate,
    BadTime,
    BadPromotion,
    TimeSkipped,
    TimeTwice,

    // How values agree with each other.
    UnknownVenue,
    UnknownKind,
    VenueWithoutDoor,
    OutsideDays,
    EndBeforeStart,
    SlotTooLong,
    CapacityMissing,
    CapacityAtOpenEntrance,
    SignUpAtOpenEntrance,
    PartyAboveCapacity,
    SignUpOpensLate,
    SignUpClosesLate,
    OnlyInSample,
    AroundNowTwice,
    AroundNowSlots,
}
