using Esik.Mails;

namespace Esik.Slots.Tests;

/// <summary>The writer and a store that behaves: what it promises to those who ask.</summary>
public sealed class SlotWriterTests : IAsyncLifetime
{
    private WriterWorld world = null!;

    public Task InitializeAsync()
    {
        world = WriterWorld.Of();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task An_answer_is_given_only_after_its_transaction_is_stored()
    {
        var gate = new TaskCompletionSource();
        world.Store.BeforeCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        var asked = world.TakeAsync("aigul");
        await Task.Delay(50);
        Assert.False(asked.IsCompleted);
        Assert.Null(world.Store.Find("m:aigul"));
        gate.SetResult();
        Assert.Equal(1, await asked);
        Assert.NotNull(world.Store.Find("m:aigul"));
    }

    // The clock never moves, so whoever waited for company would wait for ever.
    [Fact]
    public async Task Somebody_alone_is_a_group_of_one_and_waits_for_nobody()
    {
        Assert.Equal(1, await world.TakeAsync("aigul", mail: true).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, await world.TakeAsync("dana", places: 2, mail: true).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["m:aigul", "m:dana"], world.Store.Stored.Select(batch => batch.Writes.Select(write => write.Row).OfType<Mark>().Single().RowKey));
    }

    [Fact]
    public async Task A_quiet_slot_leaves_no_writer_behind()
    {
        await world.TakeAsync("aigul");
        Assert.Equal(1, WritersNow());
        await world.UntilAsync(() => WritersNow() == 0, 30);
        Assert.Equal(1, await world.TakeAsync("dana"));
    }

    // Nobody but a test asks how many there are.
    private int WritersNow() =>
        ((System.Collections.ICollection)typeof(SlotWriters).GetField("writers", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(world.Writers)!).Count;

    [Fact]
    public async Task Those_who_wait_together_are_stored_together_in_order_of_arrival()
    {
        var gate = new TaskCompletionSource();
        world.Store.BeforeCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        var first = world.TakeAsync("first");
        await world.UntilAsync(() => world.Store.LedgerReads > 0, 1);
        var others = Enumerable.Range(0, 30).Select(number => world.TakeAsync($"guest{number}")).ToList();
        gate.SetResult();
        Assert.Equal(1, await first);
        Assert.Equal(Enumerable.Repeat<int?>(1, 9).Concat(Enumerable.Repeat<int?>(0, 21)), await Task.WhenAll(others));
        Assert.Equal(2, world.Store.Stored.Count);
        Assert.Equal(10, world.Store.Ledger.Taken);
    }

    [Fact]
    public async Task A_transaction_holds_a_hundred_rows_at_most_and_the_rest_follows()
    {
        await using var large = WriterWorld.Of(capacity: 500);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => large.TakeAsync($"guest{number}", mail: true)));
        Assert.All(answers, answer => Assert.Equal(1, answer));
        Assert.Equal(300, large.Store.Ledger.Taken);
        Assert.Equal(300, large.Store.Stored.Sum(batch => batch.Writes.Select(write => write.Row).OfType<Outbox>().Sum(outbox => outbox.Mails.Count)));
        // Each batch under its own id, and each announced before; a writer that is busy announces some that may never come.
        var stored = large.Store.Stored.Select(batch => batch.BatchId).ToList();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Subset(large.Store.Announced.ToHashSet(), stored.ToHashSet());
        Assert.Equal(large.Store.Announced.Count, large.Store.Announced.Distinct().Count());
    }

    [Fact]
    public async Task The_same_change_twice_in_one_transaction_takes_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.TakeAsync("aigul", places: 2)));
        Assert.All(answers, answer => Assert.Equal(2, answer));
        Assert.Equal(2, world.Store.Ledger.Taken);
    }

    [Fact]
    public async Task A_change_that_cannot_be_decided_harms_nobody_else()
    {
        var bug = world.Writers.ChangeAsync("clay", new TakeChange("bug") { Deciding = () => throw new InvalidOperationException("a bug") });
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => world.TakeAsync($"guest{number}")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bug);
        Assert.All(others, answer => Assert.Equal(1, answer));
    }

    [Fact]
    public async Task More_than_may_wait_are_told_at_once()
    {
        // Fewer than would be worth a second transaction beside the first.
        const int Most = 20;
        await using var narrow = WriterWorld.Of(capacity: 100, waitingMax: Most);
        var gate = new TaskCompletionSource();
        narrow.Store.BeforeCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        var first = narrow.TakeAsync("first");
        await narrow.UntilAsync(() => narrow.Store.LedgerReads > 0, 1);
        var waiting = Enumerable.Range(0, Most).Select(number => narrow.TakeAsync($"guest{number}")).ToList();
        Assert.Null(await narrow.TakeAsync("one too many"));
        gate.SetResult();
        Assert.Equal(1, await first);
        Assert.DoesNotContain(null, await Task.WhenAll(waiting));
    }

    [Fact]
    public async Task A_quiet_writer_ends_and_another_one_takes_over()
    {
        var writer = new SlotWriter("clay", world.Store, 10, world.Clock, () => { }, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var running = writer.RunAsync();
        await world.UntilAsync(() => running.IsCompleted, 15);
        Assert.True(writer.HasEnded);
        Assert.False(writer.TryAdd(new TakeChange("late")));

        Assert.Equal(1, await world.TakeAsync("first"));
        var reads = world.Store.LedgerReads;
        await world.PassAsync(30);
        Assert.Equal(1, await world.TakeAsync("second"));
        Assert.True(world.Store.LedgerReads > reads, "A new writer reads afresh.");
    }

    [Fact]
    public async Task Stopping_stores_what_waits_and_pays_the_tally()
    {
        await using var stopped = WriterWorld.Of();
        var asked = Enumerable.Range(0, 5).Select(number => stopped.TakeAsync($"guest{number}")).ToList();
        asked.Add(stopped.TakeAsync("last"));
        await stopped.Writers.StopAsync(CancellationToken.None);
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(1, answer));
        Assert.Equal(6, stopped.Store.Tally.Taken);
    }

    [Fact]
    public async Task A_slot_whose_import_did_not_end_says_so()
    {
        world.Store.RemoveLedger();
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Writers.ChangeAsync("clay", new TakeChange("early")));
    }
}
