using Esik.Bench.Rivals;
using Esik.Bench.Rushes;

namespace Esik.Bench.Faults.Tests;

/// <summary>A benchmark can be stopped in the middle of a rush, and its rivals get the setting that suits them.</summary>
public sealed class RushStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_rush_whose_guests_are_never_answered_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var came = 0;
        var rush = Rush.RunAsync(Enumerable.Range(0, 100).ToList(), 4, ActAsync, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rush.WaitAsync(Patience));
        Assert.InRange(came, 0, 4);

        Task ActAsync(int guest, CancellationToken stopOne)
        {
            Interlocked.Increment(ref came);
            return Task.Delay(Timeout.Infinite, stopOne);
        }
    }

    [Fact]
    public async Task Nobody_comes_any_more_when_a_rush_was_stopped_whose_guests_do_not_listen()
    {
        using var stop = new CancellationTokenSource();
        var came = 0;
        var rush = Rush.RunAsync(Enumerable.Range(0, 100).ToList(), 1, (_, _) => ++came == 3 ? stop.CancelAsync() : Task.CompletedTask, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rush.WaitAsync(Patience));
        Assert.Equal(3, came);
    }

    [Fact]
    public async Task A_rival_gets_the_fastest_of_its_settings()
    {
        var tried = new List<int>();
        var best = await Tuning.BestAsync([25, 50, 100, 200], setting =>
        {
            tried.Add(setting);
            return Task.FromResult(1.0 / Math.Abs(setting - 90));
        });
        Assert.Equal(100, best);
        Assert.Equal([25, 50, 100, 200], tried);
    }
}
