namespace Esik.Hosting.Tests;

/// <summary>A clock that runs as the machine's does, but began at another moment; it can be moved on.</summary>
public sealed class ShiftedClock(DateTimeOffset begin) : TimeProvider
{
    private readonly DateTimeOffset started = System.GetUtcNow();
    private long movedTicks;

    public override DateTimeOffset GetUtcNow() => begin + (System.GetUtcNow() - started) + TimeSpan.FromTicks(Interlocked.Read(ref movedTicks));

    /// <summary>Timers that run are not moved: they go by the machine's clock.</summary>
    public void Move(TimeSpan on) => Interlocked.Add(ref movedTicks, on.Ticks);
}
