using Esik.Bench.Parts;
using Esik.Bench.Reports;
using Esik.Bench.Rivals;

namespace Esik.Bench;

/// <summary>One run of the benchmark: how much to do, what was found, and whom to tell.</summary>
public sealed record BenchRun(Depth Depth, Findings Findings, Action<string> Tell)
{
    /// <summary>Connections that suited PostgreSQL best, by the kind of lock.</summary>
    public Dictionary<SeatLock, int> Pools { get; } = [];

    /// <summary>A step, for a person who waits.</summary>
    public void Say(string step) => Tell(step);
}
