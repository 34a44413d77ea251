using Esik.Hosting.Standalone;

namespace Esik.Hosting.Tests;

/// <summary>At home mails share the processor with the guests, and let them go first; but not for ever.</summary>
public sealed class TrafficTests
{
    [Fact]
    public async Task Mails_stand_back_while_there_is_a_rush_and_no_longer()
    {
        var traffic = new Traffic { StandBackMax = TimeSpan.FromMinutes(5) };
        Assert.True(traffic.StandBackAsync(CancellationToken.None).IsCompleted);
        for (var request = 0; request < Traffic.RushMin; request++)
            traffic.Enter();
        var standingBack = traffic.StandBackAsync(CancellationToken.None);
        await Task.Delay(300);
        Assert.False(standingBack.IsCompleted);
        traffic.Leave();
        await standingBack.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Mails_stand_back_until_the_first_page_was_drawn()
    {
        var drawing = new TaskCompletionSource();
        var traffic = new Traffic { Opening = drawing.Task };
        var standingBack = traffic.StandBackAsync(CancellationToken.None);
        Assert.False(standingBack.IsCompleted);
        drawing.SetResult();
        await standingBack.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Who_asked_while_the_process_opened_has_a_page_before_mails_begin()
    {
        var drawing = new TaskCompletionSource();
        var traffic = new Traffic { Opening = drawing.Task, StandBackMax = TimeSpan.FromMinutes(5) };
        var standingBack = traffic.StandBackAsync(CancellationToken.None);
        traffic.Enter();
        drawing.SetResult();
        await Task.Delay(300);
        Assert.False(standingBack.IsCompleted);
        traffic.Leave();
        await standingBack.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_rush_that_never_ends_still_gets_its_mails()
    {
        var traffic = new Traffic { StandBackMax = TimeSpan.FromMilliseconds(200) };
        for (var request = 0; request < Traffic.RushMin; request++)
            traffic.Enter();
        await traffic.StandBackAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }
}
