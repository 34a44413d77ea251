using Esik.Programmes;
using Esik.Slots;

namespace Esik.Reports;

/// <summary>One slot in the report.</summary>
/// <param name="Counts">Null for open entrance: nobody signs up and nobody is counted.</param>
public sealed record CapacityLine(Slot Slot, PlaceCounts? Counts)
{
    /// <summary>Whether its places are part of the totals: those of a cancelled slot are nobody's.</summary>
    public bool IsSummed => Counts is not null && !Slot.Cancelled;
}

/// <summary>The sums over some slots.</summary>
/// <param name="Slots">How many slots were summed.</param>
public sealed record CapacityTotal<TKey>(TKey Key, int Slots, PlaceCounts Counts);

/// <summary>Who is coming, who is in, what is full, who waits: every slot at a moment, with sums.</summary>
/// <param name="At">When the figures were asked for, UTC. They follow a change within <see cref="BehindMax"/>.</param>
/// <param name="Lines">In the programme's order.</param>
public sealed record CapacityReport(DateTimeOffset At, IReadOnlyList<CapacityLine> Lines)
{
    /// <summary>The tally row follows a change within about a second; this process keeps it for <see cref="Tallies.KeptFor"/>.</summary>
    public static readonly TimeSpan BehindMax = Tallies.KeptFor + TimeSpan.FromSeconds(1);

    /// <param name="tallies">By slot id. A slot whose tally is not there yet has all its places free.</param>
    public static CapacityReport Of(Programme programme, IReadOnlyDictionary<string, Tally> tallies, DateTimeOffset at) => new(
        at, [.. programme.Slots.Select(slot => new CapacityLine(slot, CountsOf(slot, tallies.GetValueOrDefault(slot.Id), at)))]);

    public PlaceCounts Total => Sum(Lines);

    /// <summary>The sums by day, kind or venue, for those that have anything to sum, in the given order.</summary>
    public IReadOnlyList<CapacityTotal<T>> By<T>(IEnumerable<T> groups, Func<Slot, T> groupOf)
        where T : notnull
    {
        var summed = Lines.Where(line => line.IsSummed).ToLookup(line => groupOf(line.Slot));
        return [.. groups.Where(summed.Contains).Select(group => new CapacityTotal<T>(group, summed[group].Count(), Sum(summed[group])))];
    }

    /// <summary>The same report for fewer slots.</summary>
    public CapacityReport Where(Func<Slot, bool> wanted) => this with { Lines = [.. Lines.Where(line => wanted(line.Slot))] };

    private static PlaceCounts Sum(IEnumerable<CapacityLine> lines) =>
        lines.Where(line => line.IsSummed).Aggregate(default(PlaceCounts), (sum, line) => sum + line.Counts!.Value);

    private static PlaceCounts? CountsOf(Slot slot, Tally? tally, DateTimeOffset at) => (slot.Capacity, tally) switch
    {
        (null, _) => null,
        ({ } capacity, null) => new PlaceCounts(capacity, 0, 0, 0, 0),
        (_, { } sums) => PlaceCounts.Of(slot, sums, at),
    };
}
