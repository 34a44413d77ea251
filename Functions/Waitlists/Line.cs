namespace Esik.Waitlists;

/// <summary>A party in the waiting list.</summary>
/// <param name="Order">Place in the order of arrival; sorts as text.</param>
public readonly record struct LineParty(string Ticket, int Party, string Order);

/// <summary>The waiting list of a slot at a moment, in order of arrival.</summary>
public sealed record Line(IReadOnlyList<LineParty> Parties)
{
    public static Line Of(IEnumerable<LineParty> parties) => new([.. parties.OrderBy(party => party.Order, StringComparer.Ordinal)]);

    /// <summary>
    /// Who gets free places: the first whose party fits, then the next who fits into what is left. A party that is passed over keeps its place.
    /// </summary>
    /// <param name="max">At most so many parties.</param>
    public IReadOnlyList<LineParty> Fitting(int free, int max)
    {
        var fitting = new List<LineParty>();
        foreach (var party in Parties)
        {
            if (free == 0 || fitting.Count == max)
                break;
            if (party.Party > free)
                continue;
            fitting.Add(party);
            free -= party.Party;
        }
        return fitting;
    }
}

/// <summary>Where waiting lists are kept.</summary>
public interface ILines
{
    /// <summary>Looks through the slot's registrations: not for every view of a page.</summary>
    Task<Line> ReadAsync(string slot, CancellationToken stop);
}
