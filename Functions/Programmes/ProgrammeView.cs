using Esik.Slots;

namespace Esik.Programmes;

/// <summary>What the programme page shows: the days with the slots that a guest asked for.</summary>
public sealed record ProgrammeView(Programme Programme, ProgrammeFilter Filter, IReadOnlyList<DayView> Days)
{
    public int Count => Days.Sum(day => day.Slots.Count);

    /// <summary>The first slot that is not over, once the festival has begun: a guest on the spot wants to start there. Null before and after.</summary>
    public Slot? Next { get; private init; }

    /// <param name="free">Free places of a slot with a capacity.</param>
    public static ProgrammeView Of(Programme programme, ProgrammeFilter filter, Func<Slot, int> free, DateTimeOffset now)
    {
        var days = programme.Days
            .Select(day => new DayView(day.Day, [.. day.Slots.Select(slot => SlotView.Of(programme, slot, slot.OpenEntrance ? 0 : free(slot), now)).Where(filter.Matches)]))
            .ToList();
        var shown = days.SelectMany(day => day.Slots).ToList();
        var begun = shown.Any(view => view.Availability.Word == AvailabilityWord.Over);
        return new(programme, filter, days) { Next = begun ? shown.FirstOrDefault(view => view.Availability.IsAhead)?.Slot : null };
    }
}

/// <summary>A day and those of its slots that are shown, by start.</summary>
public sealed record DayView(FestivalDay Day, IReadOnlyList<SlotView> Slots);
