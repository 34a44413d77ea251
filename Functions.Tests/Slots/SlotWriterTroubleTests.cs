namespace Esik.Slots.Tests;

/// <summary>The writer and a store that misbehaves: nobody waits for ever, nothing is promised that is not stored, and nothing ends the writer.</summary>
public sealed class SlotWriterTroubleTests : IAsyncLifetime
{
    // An asker's patience is twice the writer's.
    private const double LongestWait = 25;

    private WriterWorld world = null!;

    public enum Call
    {
        Ledger,
        Read,
        Announce,
        Commit,
    }

    public Task InitializeAsync()
    {
        world = WriterWorld.Of();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData("counter")]
    [InlineData(Tally.Key)]
    [InlineData("m:aigul")]
    [InlineData(null)]
    public async Task A_row_that_changed_meanwhile_is_read_and_the_change_decided_again(string? key)
    {
        var conflicts = 0;
        world.Store.BeforeCommit = batch =>
        {
            if (conflicts++ > 0)
                return Task.FromResult<CommitResult?>(null);
            if (key is null)
                return Task.FromResult<CommitResult?>(CommitResult.Conflict(null));
            world.Store.Put(key is "m:aigul" ? new Mark("aigul", 2) : batch.Writes.Select(write => write.Row).First(row => key is "counter" ? row is Counter : row.RowKey == key));
            return Task.FromResult<CommitResult?>(null);
        };
        var answer = await world.TakeAsync("aigul", places: 2, mail: true);
        Assert.True(answer == 2, world.Complaints);
        Assert.NotEqual(0, conflicts);
    }

    [Fact]
    public async Task What_storage_never_takes_fails_alone()
    {
        var first = new TaskCompletionSource();
        world.Store.BeforeCommit = async batch =>
        {
            // The others gather while the first is being stored, so that they make one transaction.
            if (batch.Writes.Any(write => write.Row.RowKey == "m:first"))
                await first.Task;
            return batch.Writes.Any(write => write.Row.RowKey == "m:strange") ? CommitResult.Refused : null;
        };
        var asked = "first aigul strange dana".Split(' ').ToDictionary(name => name, name => world.TakeAsync(name));
        first.SetResult();
        Assert.All(await Task.WhenAll(asked["first"], asked["aigul"], asked["dana"]), taken => Assert.Equal(1, taken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => asked["strange"]);
        Assert.Equal(3, world.Store.Ledger.Taken);
    }

    [Fact]
    public async Task Places_that_went_elsewhere_are_not_promised_here()
    {
        world.Store.BeforeCommit = _ =>
        {
            world.Store.BeforeCommit = _ => Task.FromResult<CommitResult?>(null);
            foreach (var counter in world.Store.Ledger.Counters)
                world.Store.TakeElsewhere(counter.Number, counter.Free);
            return Task.FromResult<CommitResult?>(null);
        };
        Assert.Equal(0, await world.WithinAsync(world.TakeAsync("aigul"), 3));
        Assert.Equal(10, world.Store.Ledger.Taken);
    }

    [Fact]
    public async Task Full_is_said_only_after_a_fresh_look()
    {
        for (var number = 0; number < 10; number++)
            await world.TakeAsync($"guest{number}");
        Assert.Equal(0, await world.TakeAsync("too late"));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var counter = world.Store.Ledger.Counters[0];
        world.Store.Put(counter with { Taken = 0, Version = counter.Version + 1 });
        Assert.Equal(1, await world.TakeAsync("in time"));
    }

    [Fact]
    public async Task Conflicts_without_end_become_an_honest_busy()
    {
        world.Store.BeforeCommit = _ =>
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(300));
            return Task.FromResult<CommitResult?>(CommitResult.Conflict("!0"));
        };
        Assert.Null(await world.WithinAsync(world.TakeAsync("aigul"), LongestWait));
        world.Store.BeforeCommit = _ => Task.FromResult<CommitResult?>(null);
        Assert.Equal(1, await world.TakeAsync("next"));
    }

    [Fact]
    public async Task An_outcome_that_stays_unknown_is_told_as_busy_and_repeating_finds_what_was_stored()
    {
        world.Store.AfterCommit = _ => CommitResult.Unknown;
        Assert.Null(await world.TakeAsync("aigul", places: 3));
        world.Store.AfterCommit = _ => null;
        Assert.Equal(3, await world.TakeAsync("aigul", places: 3));
        Assert.Equal(3, world.Store.Ledger.Taken);
    }

    [Theory]
    [InlineData(Call.Ledger)]
    [InlineData(Call.Read)]
    [InlineData(Call.Announce)]
    [InlineData(Call.Commit)]
    public async Task A_call_that_fails_is_told_as_busy_and_the_next_asker_is_served(Call call)
    {
        Misbehave(call, () => throw new IOException("no storage"));
        Assert.Null(await world.WithinAsync(world.TakeAsync("aigul", mail: true, reads: true), LongestWait));
        Misbehave(call, () => Task.CompletedTask);
        Assert.Equal(1, await world.TakeAsync("next", mail: true, reads: true));
        Assert.Equal(1, world.Store.Ledger.Taken);
    }

    [Theory]
    [InlineData(Call.Ledger)]
    [InlineData(Call.Read)]
    [InlineData(Call.Announce)]
    [InlineData(Call.Commit)]
    public async Task A_call_that_never_ends_holds_nobody_for_ever(Call call)
    {
        var hanging = new TaskCompletionSource();
        Misbehave(call, () => hanging.Task);
        Assert.Null(await world.WithinAsync(world.TakeAsync("aigul", mail: true, reads: true), LongestWait));
        Misbehave(call, () => Task.CompletedTask);
        // The lost call itself never returns; whoever asks a minute later is served all the same.
        await world.PassAsync(60);
        Assert.Equal(1, await world.WithinAsync(world.TakeAsync("next", mail: true, reads: true), LongestWait));
        hanging.SetResult();
    }

    private void Misbehave(Call call, Func<Task> how)
    {
        switch (call)
        {
            case Call.Ledger:
                world.Store.BeforeLedger = how;
                break;
            case Call.Read:
                world.Store.BeforeRead = how;
                break;
            case Call.Announce:
                world.Store.BeforeAnnounce = how;
                break;
            case Call.Commit:
                world.Store.BeforeCommit = async _ =>
                {
                    await how();
                    return null;
                };
                break;
        }
    }
}
