using Esik.Programmes;
using Esik.Programmes.Tests;

namespace Esik.Slots.Tests;

/// <summary>A process that is killed a moment after a busy one leaves a tally behind its counters; the timer puts it right.</summary>
public sealed class OwedTalliesTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void A_tally_that_is_as_the_counters_say_is_not_owed()
    {
        var ledger = Ledger.Of(20).Take(3)!;
        Assert.Null(OwedTallies.Owed(new(ledger, [], new KnownRow(Tally.Of(ledger, Now.AddHours(-1)), "v")), Now));
    }

    [Fact]
    public void A_tally_behind_the_counters_is_owed()
    {
        var before = Ledger.Of(20);
        var after = before.Take(3)!;
        Assert.Equal(Tally.Of(after, Now), OwedTallies.Owed(new(after, [], new KnownRow(Tally.Of(before, Now), "v")), Now));
        Assert.Equal(Tally.Of(after, Now), OwedTallies.Owed(new(after, [], null), Now));
    }

    [Fact]
    public async Task What_a_killed_writer_owes_is_written_once()
    {
        await using var world = await ImportWorld.CreateAsync();
        await world.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now), TestProgramme.Slot("quiet", Now)));
        await using (var killed = await ImportWorld.CreateAsync(world.Connection))
        {
            // The first sign-up takes its tally along, the second within the same second owes one; then nothing more is written.
            await killed.RegisterAsync("clay", "a@example.org");
            await killed.RegisterAsync("clay", "b@example.org", party: 3);
            killed.Watch.EndAfter(0);
        }
        Assert.Equal((4, 1), await CountsAsync(world));
        var owed = new OwedTallies(world.Get<SlotTable>(), world.Get<IProgrammes>(), TimeProvider.System);
        Assert.Equal(1, await owed.SettleAsync(CancellationToken.None));
        Assert.Equal((4, 4), await CountsAsync(world));
        Assert.Equal(0, await owed.SettleAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_long_quiet_slot_is_looked_at_once_and_not_again()
    {
        await using var world = await ImportWorld.CreateAsync();
        await world.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("quiet", Now)));
        var later = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now.AddHours(1));
        var owed = new OwedTallies(world.Get<SlotTable>(), world.Get<IProgrammes>(), later);
        await owed.SettleAsync(CancellationToken.None);
        var asked = world.Watch.Total;
        await owed.SettleAsync(CancellationToken.None);
        Assert.Equal(1, world.Watch.Total - asked);
    }

    [Fact]
    public async Task Before_the_first_import_nothing_is_owed()
    {
        await using var world = await ImportWorld.CreateAsync();
        Assert.Equal(0, await new OwedTallies(world.Get<SlotTable>(), world.Get<IProgrammes>(), TimeProvider.System).SettleAsync(CancellationToken.None));
    }

    private static async Task<(int Counted, int Told)> CountsAsync(ImportWorld world)
    {
        var reading = (await world.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!;
        return (reading.Ledger.Taken, ((Tally)reading.Tally!.Value.Row).Taken);
    }
}
