using Esik.Audits;

namespace Esik.Bench.Faults;

/// <summary>What a run shall be like.</summary>
/// <param name="Seed">Of the faults; a run is repeated by it.</param>
public sealed record FaultPlan(int Seed)
{
    public int Guests { get; init; } = 300;

    public int Slots { get; init; } = 2;

    /// <summary>Places of each slot: fewer than guests want.</summary>
    public int Capacity { get; init; } = 150;

    /// <summary>Over how long the guests come.</summary>
    public TimeSpan Arrival { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Whether one of the three processes is killed in mid-rush.</summary>
    public bool Kills { get; init; } = true;

    /// <summary>Whether some guests post the page's form, and some give their places back in the middle of the rush; else all are programs that stay.</summary>
    public bool Mixes { get; init; } = true;

    /// <summary>What the wire does.</summary>
    public FaultScript Script { get; init; } = FaultScript.Usual(Seed);

    /// <summary>Negative control: storage looks at no versions.</summary>
    public bool IgnoresVersions { get; init; }

    /// <summary>Starts one process over settings and a folder of its own; the real program unless a control brings another.</summary>
    public Func<IReadOnlyDictionary<string, string?>, string, Task<IFaultSite>> StartSite { get; init; } = RealSite.StartAsync;
}

/// <summary>What came of a run.</summary>
/// <param name="Mistakes">A sentence each; none when it was good.</param>
/// <param name="Kill">Null when nobody was killed.</param>
public sealed record FaultResult(FaultPlan Plan, IReadOnlyList<string> Mistakes, AuditReport Audit, int Answered, int Repeated, int Withdrawn, FaultKill? Kill, IReadOnlyDictionary<Fate, int> Struck, TimeSpan Took)
{
    public int Times(Fate fate) => Struck.GetValueOrDefault(fate);

    public override string ToString()
    {
        var faults = string.Join(", ", Struck.Where(fate => fate.Key != Fate.Pass && fate.Value > 0).OrderBy(fate => fate.Key).Select(fate => $"{fate.Value} {fate.Key}"));
        return $"seed {Plan.Seed}: {(Mistakes.Count == 0 ? "good" : $"{Mistakes.Count} MISTAKES")}; {Answered} of {Plan.Guests} guests answered, {Repeated} after repeating, {Withdrawn} withdrew{(Kill is null ? "" : $", {Kill.Unanswered} had no answer when one process was killed and {Kill.Moved} of its guests got theirs elsewhere")}; "
            + $"{Audit.Confirmed} confirmed with {Audit.ConfirmedPlaces} places, {Audit.Waiting} waiting, {Audit.MailsSent} mails sent{(Audit.MailsPending > 0 ? $" and {Audit.MailsPending} to come" : "")}; of {Struck.Values.Sum()} storage requests: {faults}; {Took.TotalSeconds:0.0} s";
    }
}

/// <summary>A process that was killed in the middle of a rush.</summary>
/// <param name="Unanswered">Guests of all processes who had no answer yet.</param>
/// <param name="Moved">Its own guests who got their answers from others.</param>
public sealed record FaultKill(int Unanswered, int Moved);
