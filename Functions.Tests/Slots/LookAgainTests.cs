namespace Esik.Slots.Tests;

/// <summary>Counts and rows that were read at different moments, while another process writes.</summary>
public sealed class LookAgainTests : IAsyncLifetime
{
    private readonly WriterWorld world = WriterWorld.Of(capacity: 10);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_party_that_joined_at_another_process_can_leave_here()
    {
        // From here on this process remembers a ledger in which nobody waits.
        await world.TakeAsync("somebody");
        JoinElsewhere(places: 2);
        Assert.True(await world.Writers.ChangeAsync("clay", new LeaveChange("aigul")));
        Assert.Equal(0, world.Store.Ledger.WaitingParties);
    }

    [Fact]
    public async Task Counts_that_never_fit_fail_the_one_who_found_out_and_nobody_else()
    {
        world.Store.Put(new Mark("aigul", 2));
        var damaged = world.Writers.ChangeAsync("clay", new LeaveChange("aigul"));
        var other = world.TakeAsync("somebody");
        await Assert.ThrowsAsync<LookAgainException>(() => damaged);
        Assert.Equal(1, await other);
        Assert.InRange(world.Store.LedgerReads, 3, 12);
    }

    private void JoinElsewhere(int places)
    {
        var counter = (Counter)world.Store.Find("!5")!.Value.Row;
        world.Store.Put(counter with { Line = counter.Line.With(places, 1), Version = counter.Version + 1 });
        world.Store.Put(new Mark("aigul", places));
    }

    private sealed class LeaveChange(string name) : SlotChange<bool>
    {
        public override IReadOnlyList<string> Needs => ["m:" + name];

        protected override bool Answer(SlotDraft draft)
        {
            var mark = draft.Find<Mark>("m:" + name)!;
            draft.Count(draft.Ledger.Leave(mark.Places));
            draft.Put(mark with { Places = 0 });
            return true;
        }
    }
}
