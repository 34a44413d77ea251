namespace Esik.Bench.Faults;

/// <summary>What becomes of one request to storage.</summary>
public enum Fate
{
    /// <summary>It arrives, and its answer comes back.</summary>
    Pass,

    /// <summary>It never arrives; the connection breaks.</summary>
    LoseRequest,

    /// <summary>It is carried out; the connection breaks before the answer.</summary>
    LoseAnswer,

    /// <summary>It is carried out; the connection breaks in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>The connection breaks, and it arrives when whoever sent it has gone on.</summary>
    Late,

    /// <summary>It and its answer come after a while.</summary>
    Delay,

    /// <summary>500, and it is not carried out.</summary>
    Refuse500,

    /// <summary>500, and it is carried out for all that.</summary>
    Mislead500,

    /// <summary>503: storage has too much to do.</summary>
    Refuse503,

    /// <summary>429: somebody in between has had enough.</summary>
    Refuse429,
}

/// <summary>
/// The fate of each request, in order of arrival: the same seed gives the same fates. Which request is the hundredth is up to the
/// processes that send them, so a run is repeated in its faults, not in every step.
/// </summary>
/// <param name="Shares">How often each fate but <see cref="Fate.Pass"/> strikes, 0 to 1, together at most 1.</param>
public sealed record FaultScript(int Seed, IReadOnlyDictionary<Fate, double> Shares)
{
    /// <summary>The wire of the fault runs: 5 % lost answers, 2.5 % lost requests, and a little of everything else.</summary>
    public static FaultScript Usual(int seed) => new(seed, new Dictionary<Fate, double>
    {
        [Fate.LoseAnswer] = 0.05,
        [Fate.LoseRequest] = 0.025,
        [Fate.Delay] = 0.05,
        [Fate.Refuse503] = 0.02,
        [Fate.CutAnswer] = 0.01,
        [Fate.Late] = 0.005,
        [Fate.Refuse429] = 0.005,
        [Fate.Refuse500] = 0.005,
        [Fate.Mislead500] = 0.005,
    });

    /// <summary>One fate for every request.</summary>
    public static FaultScript Always(Fate fate) => new(0, new Dictionary<Fate, double> { [fate] = 1 });

    /// <summary>Fates of the first requests, in order; the others pass.</summary>
    public static FaultScript Told(params IReadOnlyList<Fate> fates) => new(0, new Dictionary<Fate, double>()) { First = fates };

    /// <summary>Fates that are told in advance.</summary>
    public IReadOnlyList<Fate> First { get; init; } = [];

    /// <param name="ordinal">From 0.</param>
    public Fate FateOf(long ordinal)
    {
        if (ordinal < First.Count)
            return First[(int)ordinal];
        var chance = Chance(ordinal, purpose: 1);
        foreach (var (fate, share) in Shares.OrderBy(share => share.Key))
        {
            if (chance < share)
                return fate;
            chance -= share;
        }
        return Fate.Pass;
    }

    /// <summary>How long a request with <see cref="Fate.Delay"/> or <see cref="Fate.Late"/> is held up: 20 to 400 ms.</summary>
    public TimeSpan DelayOf(long ordinal) => TimeSpan.FromMilliseconds(20 + (380 * Chance(ordinal, purpose: 2)));

    // A good mixer of whole numbers (the finisher of SplitMix64), so that neighbours have nothing in common. 0 to 1, without 1.
    private double Chance(long ordinal, ulong purpose)
    {
        var mixed = unchecked(((ulong)(uint)Seed << 32) + ((ulong)ordinal * 4) + purpose);
        mixed = unchecked((mixed + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        mixed ^= mixed >> 31;
        return (mixed >> 11) / (double)(1UL << 53);
    }
}
