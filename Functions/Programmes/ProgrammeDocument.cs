using System.Text.Json.Serialization;
using Esik.Languages;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes;

/// <summary>The programme for programs. Names and meanings are a contract: others read them. Times have the festival's offset.</summary>
public sealed record ProgrammeDocument(
    string Festival,
    LocalText Name,
    LocalText Place,
    string TimeZone,
    bool Sample,
    IReadOnlyList<DayDocument> Days,
    IReadOnlyList<VenueDocument> Venues,
    IReadOnlyList<KindDocument> Kinds,
    IReadOnlyList<SlotDocument> Slots)
{
    /// <param name="tallies">By slot id; a slot without one has nothing taken.</param>
    public static ProgrammeDocument Of(Programme programme, IReadOnlyDictionary<string, Tally> tallies, DateTimeOffset now)
    {
        var festival = programme.Festival;
        return new(
            festival.Id,
            festival.Name,
            festival.Place,
            festival.TimeZone.Id,
            festival.Sample,
            [.. festival.Days.Select(day => new DayDocument(day.Date, day.Name))],
            [.. programme.Venues.Select(venue => new VenueDocument(venue.Id, venue.Name, venue.Where, venue.Accessibility))],
            [.. programme.Kinds.Select(kind => new KindDocument(kind.Id, kind.Name))],
            [.. programme.Slots.Select(slot => SlotDocument.Of(festival, slot, tallies.GetValueOrDefault(slot.Id), now))]);
    }
}

public sealed record DayDocument(DateOnly Date, LocalText Name);

public sealed record VenueDocument(string Id, LocalText Name, LocalText? Where, LocalText? Accessibility);

public sealed record KindDocument(string Id, LocalText Name);

/// <param name="Promotion"><c>auto</c>, <c>offer</c> or <c>direct</c>.</param>
/// <param name="ConfirmByMailMinutes">0: a sign-up is confirmed at once.</param>
public sealed record WaitlistDocument(string Promotion, int OfferHours, int OfferCloseMinutes, int ConfirmByMailMinutes)
{
    public static WaitlistDocument Of(WaitlistRules rules) => new(rules.Promotion.Word(), rules.OfferHours, rules.OfferCloseMinutes, rules.ConfirmByMailMinutes);
}

/// <summary>A slot for programs. <c>taken</c>, <c>waiting</c>, <c>inside</c> and <c>free</c> count places.</summary>
public sealed record SlotDocument
{
    public required string Id { get; init; }

    public required LocalText Title { get; init; }

    public LocalText? Summary { get; init; }

    public required string Kind { get; init; }

    public required string Venue { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>Null is open entrance: nobody signs up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? Capacity { get; init; }

    public required int PartyMax { get; init; }

    /// <summary>Codes of the languages spoken; empty when it needs no words.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public int? AgeFrom { get; init; }

    public LocalText? Community { get; init; }

    /// <summary><c>open</c>, <c>soon</c>, <c>closed</c> or <c>over</c>. A full slot is open, for the waiting list; a cancelled one is closed.</summary>
    public required string SignUp { get; init; }

    public DateTimeOffset? SignUpOpens { get; init; }

    public required DateTimeOffset SignUpCloses { get; init; }

    /// <summary>Whether the door lets guests in now.</summary>
    public required bool DoorOpen { get; init; }

    public required DateTimeOffset DoorOpens { get; init; }

    public required DateTimeOffset DoorCloses { get; init; }

    public required bool Cancelled { get; init; }

    /// <summary>Null for open entrance.</summary>
    public WaitlistDocument? Waitlist { get; init; }

    public required int Taken { get; init; }

    public required int Waiting { get; init; }

    public required int Inside { get; init; }

    /// <summary>Places that can still be taken; null for open entrance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? Free { get; init; }

    public static SlotDocument Of(Festival festival, Slot slot, Tally? tally, DateTimeOffset now) => new()
    {
        Id = slot.Id,
        Title = slot.Title,
        Summary = slot.Summary,
        Kind = slot.KindId,
        Venue = slot.VenueId,
        Start = festival.LocalAt(slot.Start),
        End = festival.LocalAt(slot.End),
        Capacity = slot.Capacity,
        PartyMax = slot.PartyMax,
        Languages = [.. slot.Languages.Select(language => language.Code())],
        AgeFrom = slot.AgeFrom,
        Community = slot.Community,
        SignUp = State(slot.SignUpAt(now)),
        SignUpOpens = slot.SignUpOpens is { } opens ? festival.LocalAt(opens) : null,
        SignUpCloses = festival.LocalAt(slot.SignUpCloses),
        DoorOpen = slot.IsDoorOpenAt(now),
        DoorOpens = festival.LocalAt(slot.DoorOpens),
        DoorCloses = festival.LocalAt(slot.DoorCloses),
        Cancelled = slot.Cancelled,
        Waitlist = slot.OpenEntrance ? null : WaitlistDocument.Of(slot.Waitlist),
        Taken = tally?.Taken ?? 0,
        Waiting = tally?.Waiting ?? 0,
        Inside = tally?.Inside ?? 0,
        Free = slot.Capacity is { } capacity ? Math.Max(0, tally?.Free ?? capacity) : null,
    };

    private static string State(SignUpState state) => state switch
    {
        SignUpState.Open => "open",
        SignUpState.Soon => "soon",
        SignUpState.Closed => "closed",
        SignUpState.Over => "over",
        SignUpState.Cancelled => "closed",
    };
}
