namespace Esik.Slots.Tests;

/// <summary>What pages and reports read follows every change within seconds, whatever happens.</summary>
public sealed class SlotWriterTallyTests : IAsyncLifetime
{
    private WriterWorld world = null!;

    public Task InitializeAsync()
    {
        world = WriterWorld.Of(capacity: 100);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_tally_follows_within_two_seconds()
    {
        await world.TakeAsync("first");
        await world.TakeAsync("second");
        await world.UntilAsync(() => world.Store.Tally.Taken == 2, 2);
    }

    [Fact]
    public async Task A_tally_that_storage_does_not_take_stays_owed_until_it_is_paid()
    {
        await world.TakeAsync("first");
        var tries = 0;
        world.Store.BeforeTally = () => ++tries <= 5 ? throw new IOException("no storage") : Task.FromResult(true);
        await world.TakeAsync("second");
        await world.UntilAsync(() => world.Store.Tally.Taken == 2, 300);
        Assert.Equal(6, tries);
    }

    [Fact]
    public async Task A_storage_that_takes_no_tally_is_asked_ever_more_seldom()
    {
        await world.TakeAsync("first");
        var tries = new List<DateTimeOffset>();
        world.Store.BeforeTally = () =>
        {
            tries.Add(world.Clock.GetUtcNow());
            throw new IOException("no storage");
        };
        await world.TakeAsync("second");
        await world.UntilAsync(() => tries.Count == 5, 60);
        var pauses = tries.Zip(tries.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        Assert.All([2.0, 4, 8, 16], (pause, place) => Assert.InRange(pauses[place], pause, pause + 1));
        world.Store.BeforeTally = () => Task.FromResult(true);
    }

    [Fact]
    public async Task Nobody_waits_for_a_tally_that_storage_is_slow_to_take()
    {
        await world.TakeAsync("first");
        var gate = new TaskCompletionSource<bool>();
        var asked = new TaskCompletionSource();
        world.Store.BeforeTally = () =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        await world.TakeAsync("second");
        await world.UntilAsync(() => asked.Task.IsCompleted, 5);

        Assert.Equal(1, await world.TakeAsync("third"));

        world.Store.BeforeTally = () => Task.FromResult(true);
        gate.SetResult(true);
        await world.UntilAsync(() => world.Store.Tally.Taken == 3, 5);
    }

    [Fact]
    public async Task A_tally_that_somebody_else_wrote_first_is_written_again()
    {
        await world.TakeAsync("first");
        var others = 0;
        world.Store.BeforeTally = () => Task.FromResult(++others > 1);
        await world.TakeAsync("second");
        await world.UntilAsync(() => world.Store.Tally.Taken == 2, 5);
    }

    [Fact]
    public async Task After_an_outcome_that_stayed_unknown_the_tally_tells_what_is_stored()
    {
        await world.TakeAsync("first");
        world.Store.AfterCommit = _ => CommitResult.Unknown;
        Assert.Null(await world.TakeAsync("second"));
        Assert.Equal(2, world.Store.Ledger.Taken);
        await world.UntilAsync(() => world.Store.Tally.Taken == 2, 5);
    }

    [Fact]
    public async Task What_a_process_stored_before_it_died_comes_into_the_tally_of_those_who_go_on()
    {
        await world.TakeAsync("first");
        world.Store.TakeElsewhere(counter: 3, places: 4);
        world.Store.TakeElsewhere(counter: 6, places: 4);
        var taken = 1;
        for (var second = 0; second < 6; second++)
        {
            await world.TakeAsync($"guest{second}");
            taken++;
            await world.PassAsync(1);
        }
        await world.TakeAsync("last");
        Assert.Equal(taken + 1 + 8, world.Store.Ledger.Taken);
        await world.UntilAsync(() => world.Store.Tally.Taken == taken + 1 + 8, 2);
    }
}
