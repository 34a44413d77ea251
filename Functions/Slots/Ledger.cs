using System.Collections.Immutable;

namespace Esik.Slots;

/// <summary>The counts of a slot, split over counters. Immutable: every change gives a new ledger.</summary>
/// <param name="Counters">All of the slot's counters, in order of their numbers.</param>
/// <param name="Home">The counter that this process prefers, so that several processes keep out of each other's way.</param>
public sealed record Ledger(ImmutableArray<Counter> Counters, int Home)
{
    public int Capacity => Counters.Sum(counter => counter.Capacity);

    public int Taken => Counters.Sum(counter => counter.Taken);

    public int Offered => Counters.Sum(counter => counter.Offered);

    /// <summary>The parties that wait, by size.</summary>
    public PartyCounts Line => Counters.Aggregate(default(PartyCounts), (line, counter) => line + counter.Line);

    /// <summary>Places that are waited for.</summary>
    public int Waiting => Line.Places;

    /// <summary>How many registrations wait, whatever the size of their parties.</summary>
    public int WaitingParties => Line.Parties;

    public int Inside => Counters.Sum(counter => counter.Inside);

    public int Free => Counters.Sum(counter => counter.Free);

    /// <summary>People inside without a ticket, in places that nobody had signed up for.</summary>
    public int WalkIns => Counters.Sum(counter => counter.WalkIns);

    /// <summary>People inside without a ticket, in places of others who had not come.</summary>
    public int StandIns => Counters.Sum(counter => counter.StandIns);

    /// <summary>Clashes that were ever found, settled ones too.</summary>
    public int Clashes => Counters.Sum(counter => counter.Clashes);

    /// <summary>Whether free places are enough for a party that waits: then the line has to move.</summary>
    public bool SomebodyFits => Line.AnyUpTo(Free);

    /// <summary>Whether a party that comes now, behind everybody who waits, has its places: nobody before it could use them.</summary>
    public bool HasPlacesBehindLine(int party) => Free >= party && (!SomebodyFits || Free - Waiting >= party);

    /// <summary>Splits a capacity as evenly as whole places allow.</summary>
    public static Ledger Of(int capacity, int counters = Counter.PerSlot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        return new Ledger([.. Enumerable.Range(0, counters).Select(number =>
            new Counter(number, (capacity / counters) + (number < capacity % counters ? 1 : 0), 0, 0, default, 0, 0))], 0);
    }

    /// <summary>Takes all the places or none: null when fewer are free. Uses as few counters as it can; the home counter alone, when it has enough.</summary>
    public Ledger? Take(int places) => Spread(places, counter => counter.Free, (counter, part) => counter with { Taken = counter.Taken + part });

    /// <summary>Gives taken places back: null when fewer are taken. Places in which others stand by then are not free.</summary>
    public Ledger? GiveBack(int places) => Spread(places, counter => counter.Taken, (counter, part) => counter with { Taken = counter.Taken - part })?.Seated();

    /// <summary>Holds free places for an offer, all or none: null when fewer are free.</summary>
    public Ledger? Offer(int places) => Spread(places, counter => counter.Free, (counter, part) => counter with { Offered = counter.Offered + part });

    /// <summary>Makes offered places taken ones: null when fewer are offered.</summary>
    public Ledger? AcceptOffer(int places) =>
        Spread(places, counter => counter.Offered, (counter, part) => counter with { Offered = counter.Offered - part, Taken = counter.Taken + part });

    /// <summary>Makes taken places offered ones: null when fewer are taken.</summary>
    public Ledger? Hold(int places) =>
        Spread(places, counter => counter.Taken, (counter, part) => counter with { Taken = counter.Taken - part, Offered = counter.Offered + part });

    /// <summary>Makes offered places free again: null when fewer are offered.</summary>
    public Ledger? EndOffer(int places) => Spread(places, counter => counter.Offered, (counter, part) => counter with { Offered = counter.Offered - part });

    /// <summary>One more party waits.</summary>
    public Ledger Join(int party) => AtHome(counter => counter with { Line = counter.Line.With(party, 1) });

    /// <summary>A party waits no longer: null when none of its size waits.</summary>
    public Ledger? Leave(int party) => Line[party] > 0 ? AtHome(counter => counter with { Line = counter.Line.With(party, -1) }) : null;

    /// <summary>
    /// More people inside, or fewer. Whoever comes takes room of a counter that has it, so that processes which know nothing of each other
    /// never give the same room twice; whether they may come in is the door's rule. Where the rooms do not say what there is in all, every
    /// counter gets a new version, so that nobody else counts at that moment.
    /// </summary>
    public Ledger AddInside(int places) => places switch
    {
        0 => this,
        > 0 => (HasEvenRoom ? Spread(places, counter => counter.Room, Enter) : null) ?? Levelled(places),
        < 0 when Exit(-places) is { } exit => With(exit, Enter(Counters[exit], places)),
        < 0 => Levelled(places),
    };

    /// <summary>People come in without a ticket: into free places, and beyond those into places of others who have not come. Whether they may is the door's rule.</summary>
    public Ledger WalkIn(int people) => AddInside(people).AtHome(counter => counter with { StandIns = counter.StandIns + people }).Seated();

    /// <summary>People who came in without a ticket go out again: null when fewer did.</summary>
    public Ledger? WalkOut(int people)
    {
        if (people > WalkIns + StandIns)
            return null;
        var standing = Math.Min(people, StandIns);
        var ledger = AddInside(-people).AtHome(counter => counter with { StandIns = counter.StandIns - standing });
        return people == standing ? ledger : ledger.Spread(people - standing, counter => counter.WalkIns, (counter, part) => counter with { WalkIns = counter.WalkIns - part });
    }

    /// <summary>One more clash was found.</summary>
    public Ledger AddClash() => AtHome(counter => counter with { Clashes = counter.Clashes + 1 });

    /// <summary>
    /// Raises or lowers the capacity: null when more places are taken or offered than the new capacity has. Every counter gets a new
    /// version, so that two such changes at once exclude each other instead of adding up, and the room is shared out anew.
    /// </summary>
    public Ledger? WithCapacity(int capacity)
    {
        var difference = capacity - Capacity;
        var changed = difference >= 0
            ? AtHome(counter => counter with { Capacity = counter.Capacity + difference }).Seated()
            : Spread(-difference, counter => counter.Free, (counter, part) => counter with { Capacity = counter.Capacity - part });
        return changed?.Levelled(0);
    }

    /// <summary>Touches the home counter, so that a transaction that counts nothing is still fenced by a counter's version.</summary>
    public Ledger Touch() => AtHome(counter => counter);

    /// <summary>This ledger as one transaction makes it out of an earlier one: each counter that changed has the next version.</summary>
    public Ledger After(Ledger before) => this with
    {
        Counters = [.. Counters.Zip(before.Counters, (counter, old) => counter.Version == old.Version ? old : counter with { Version = old.Version + 1 })],
    };

    // Whoever stands in another's place gets a free one as soon as there is one.
    private Ledger Seated()
    {
        var people = Math.Min(StandIns, Free);
        return people <= 0 ? this : Spread(people, counter => counter.Free, (counter, part) => counter with { WalkIns = counter.WalkIns + part })!
            .AtHome(counter => counter with { StandIns = counter.StandIns - people });
    }

    // No counter has room while another one has let in too many: then a counter that has some vouches for the whole room.
    private bool HasEvenRoom => !Counters.Any(counter => counter.Room < 0) || !Counters.Any(counter => counter.Room > 0);

    private static Counter Enter(Counter counter, int people) => counter with { Inside = counter.Inside + people };

    // The counter at which people go out and the rooms stay even: one that has room, or one that lacks more than they leave. Null: there is none.
    private int? Exit(int people) => Counters.Where(counter => counter.Room > 0 || counter.Room + people <= 0).OrderBy(DistanceFromHome).FirstOrDefault()?.Number;

    // Shares out what room there is, or what is missing, as evenly as whole places allow.
    private Ledger Levelled(int people)
    {
        var (room, rest) = Math.DivRem(Capacity - Inside - people, Counters.Length);
        return this with
        {
            Counters = [.. Counters.Select(counter => counter with
            {
                Inside = counter.Capacity - room - (counter.Number < Math.Abs(rest) ? Math.Sign(rest) : 0),
                Version = counter.Version + 1,
            })],
        };
    }

    private Ledger AtHome(Func<Counter, Counter> change) => With(Home, change(Counters[Home]));

    private Ledger With(int number, Counter counter) =>
        this with { Counters = Counters.SetItem(number, counter with { Version = Counters[number].Version + 1 }) };

    // Each process goes round from its own counter on, so that they do not all come to the same one next.
    private int DistanceFromHome(Counter counter) => (counter.Number - Home + Counters.Length) % Counters.Length;

    private Ledger? Spread(int places, Func<Counter, int> available, Func<Counter, int, Counter> change)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        var ledger = this;
        var left = places;
        var candidates = Counters
            .Where(counter => available(counter) > 0)
            .OrderByDescending(counter => available(counter) >= places)
            .ThenBy(counter => available(counter) >= places ? DistanceFromHome(counter) : -available(counter));
        foreach (var counter in candidates)
        {
            var part = Math.Min(left, available(counter));
            ledger = ledger.With(counter.Number, change(counter, part));
            left -= part;
            if (left == 0)
                return ledger;
        }
        return null;
    }
}
