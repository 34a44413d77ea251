using Esik.Programmes;

namespace Esik.Reports;

/// <summary>The capacity page: the slots that were asked for, and the sums over all that could be.</summary>
public sealed record CapacityView(Programme Programme, CapacityReport All, CapacityFilter Filter, Troubles Troubles)
{
    /// <summary>What the filter lets through.</summary>
    public CapacityReport Shown { get; } = All.Where(slot => Filter.Lets(slot, Programme));

    /// <summary>The shown slots by day, days without any left out.</summary>
    public IEnumerable<(FestivalDay Day, IReadOnlyList<CapacityLine> Lines)> Days =>
        Programme.Festival.Days
            .Select(day => (day, (IReadOnlyList<CapacityLine>)[.. Shown.Lines.Where(line => Programme.DayOf(line.Slot).Date == day.Date)]))
            .Where(day => day.Item2.Count > 0);

    public IReadOnlyList<CapacityTotal<DateOnly>> ByDay => Shown.By(Programme.Festival.Days.Select(day => day.Date), slot => Programme.DayOf(slot).Date);

    public IReadOnlyList<CapacityTotal<string>> ByKind => Shown.By(Programme.Kinds.Select(kind => kind.Id), slot => slot.KindId);

    public IReadOnlyList<CapacityTotal<string>> ByVenue => Shown.By(Programme.Venues.Select(venue => venue.Id), slot => slot.VenueId);
}
