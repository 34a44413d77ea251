using System.Diagnostics;
using Esik.Bench.Reports;

namespace Esik.Bench.Rushes;

/// <summary>Guests who came at once, and how long each of them waited for the answer.</summary>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Waits">Seconds, one for each guest.</param>
public sealed record Rush(double Seconds, IReadOnlyList<double> Waits)
{
    public double PerSecond => Waits.Count / Seconds;

    public double P99 => Figures.Percentile(Waits, 99);

    /// <summary>
    /// Lets everybody act, so many at a time, and measures each; all of them at once are measured from the common start, whenever this
    /// machine got round to them. What one of them throws ends the rush; told to stop, nobody else comes, and whoever acts is told so too.
    /// </summary>
    public static async Task<Rush> RunAsync<T>(IReadOnlyList<T> guests, int atOnce, Func<T, CancellationToken, Task> act, CancellationToken stop)
    {
        var waits = new double[guests.Count];
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, guests.Count)).Select(_ => Task.Run(GuestAfterGuestAsync)));
        return new Rush(Stopwatch.GetElapsedTime(began).TotalSeconds, waits);

        async Task GuestAfterGuestAsync()
        {
            for (var number = Interlocked.Increment(ref next); number < guests.Count; number = Interlocked.Increment(ref next))
            {
                var came = atOnce < guests.Count ? Stopwatch.GetTimestamp() : began;
                stop.ThrowIfCancellationRequested();
                await act(guests[number], stop);
                waits[number] = Stopwatch.GetElapsedTime(came).TotalSeconds;
            }
        }
    }
}
