using System.Diagnostics;

namespace Esik.Hosting.Standalone;

/// <summary>
/// How many requests this process is answering. In Azure, queue functions run on instances of their own; here they share the
/// processor with the guests, who wait for their answer while a mail can wait a few seconds.
/// </summary>
public sealed class Traffic
{
    /// <summary>The longest that mails stand back for guests without taking a turn.</summary>
    public TimeSpan StandBackMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many requests at once are a rush.</summary>
    public const int RushMin = 48;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Until it ends, this process has shown nobody a page, and mails leave it the processor.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    private int underWay;

    public void Enter() => Interlocked.Increment(ref underWay);

    public void Leave() => Interlocked.Decrement(ref underWay);

    /// <summary>Ends when the process is open, its first guests have their pages, and there is no rush, and after <see cref="StandBackMax"/> at the latest: so a rush that never ends still gets its mails.</summary>
    public async Task StandBackAsync(CancellationToken stop)
    {
        var least = Opening.IsCompleted ? RushMin : 1;
        await Opening.WaitAsync(stop);
        var began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref underWay) >= least && Stopwatch.GetElapsedTime(began) < StandBackMax)
            await Task.Delay(Look, stop);
    }
}
