using System.Diagnostics.CodeAnalysis;
using Esik.Languages;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes;

/// <summary>
/// A slot's facts as a row keeps them, each as in <see cref="Slot"/>. They are set one by one: what a row of an earlier version does not
/// have keeps its first value here, which the compiler's own reading of a record would forget.
/// </summary>
internal sealed class SlotRow
{
    public SlotRow()
    {
    }

    [SetsRequiredMembers]
    public SlotRow(Slot slot)
    {
        (Id, Number, KindId, VenueId) = (slot.Id, slot.Number, slot.KindId, slot.VenueId);
        (Title, Summary, Community) = (slot.Title, slot.Summary, slot.Community);
        (Start, End) = (slot.Start, slot.End);
        (Capacity, PartyMax, Waitlist) = (slot.Capacity, slot.PartyMax, slot.Waitlist);
        (Languages, AgeFrom) = (slot.Languages, slot.AgeFrom);
        (SignUpOpens, SignUpCloses) = (slot.SignUpOpens, slot.SignUpCloses);
        (DoorOpens, DoorCloses, ReleaseMinutes) = (slot.DoorOpens, slot.DoorCloses, slot.ReleaseMinutes);
        (Cancelled, Moved) = (slot.Cancelled, slot.Moved);
    }

    public required string Id { get; set; }

    public ushort Number { get; set; }

    public required string KindId { get; set; }

    public required string VenueId { get; set; }

    public required LocalText Title { get; set; }

    public LocalText? Summary { get; set; }

    public required DateTimeOffset Start { get; set; }

    public required DateTimeOffset End { get; set; }

    public required int? Capacity { get; set; }

    public required IReadOnlyList<Language> Languages { get; set; }

    public int? AgeFrom { get; set; }

    public required int PartyMax { get; set; }

    public DateTimeOffset? SignUpOpens { get; set; }

    public required DateTimeOffset SignUpCloses { get; set; }

    public required DateTimeOffset DoorOpens { get; set; }

    public required DateTimeOffset DoorCloses { get; set; }

    public int ReleaseMinutes { get; set; } = Slot.ReleaseMinutesDefault;

    public LocalText? Community { get; set; }

    public bool Cancelled { get; set; }

    public WaitlistRules Waitlist { get; set; } = WaitlistRules.Default;

    public SlotMove? Moved { get; set; }

    public Slot ToSlot() => new()
    {
        Id = Id,
        Number = Number,
        KindId = KindId,
        VenueId = VenueId,
        Title = Title,
        Summary = Summary,
        Start = Start,
        End = End,
        Capacity = Capacity,
        Languages = Languages,
        AgeFrom = AgeFrom,
        PartyMax = PartyMax,
        SignUpOpens = SignUpOpens,
        SignUpCloses = SignUpCloses,
        DoorOpens = DoorOpens,
        DoorCloses = DoorCloses,
        ReleaseMinutes = ReleaseMinutes,
        Community = Community,
        Cancelled = Cancelled,
        Waitlist = Waitlist,
        Moved = Moved,
    };
}
