using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Esik.Slots.Tests;

public sealed class LedgerTests
{
    /// <summary>A ledger that several processes have written to: any capacity, partly taken and offered, any home.</summary>
    public static Arbitrary<Ledger> Ledgers() => Arb.From(
        from shares in Gen.Choose(0, 9).ArrayOf(Counter.PerSlot)
        from taken in Gen.Choose(0, 9).ArrayOf(Counter.PerSlot)
        from offered in Gen.Choose(0, 3).ArrayOf(Counter.PerSlot)
        from versions in Gen.Choose(0, 1000).ArrayOf(Counter.PerSlot)
        from home in Gen.Choose(0, Counter.PerSlot - 1)
        select new Ledger(
            [.. shares.Select((share, number) =>
            {
                var held = Math.Min(share, taken[number]);
                return new Counter(number, share, held, Math.Min(share - held, offered[number]), default, 0, versions[number]);
            })],
            home));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(203)]
    public void A_capacity_is_split_as_evenly_as_whole_places_allow(int capacity)
    {
        var ledger = Ledger.Of(capacity);
        Assert.Equal((capacity, 0, capacity), (ledger.Capacity, ledger.Taken, ledger.Free));
        Assert.InRange(ledger.Counters.Max(counter => counter.Capacity) - ledger.Counters.Min(counter => counter.Capacity), 0, 1);
    }

    [Property(Arbitrary = [typeof(LedgerTests)], MaxTest = 500)]
    public void Places_are_taken_all_or_none(Ledger ledger, PositiveInt places)
    {
        var after = ledger.Take(places.Get);
        Assert.Equal(places.Get > ledger.Free, after is null);
        if (after is null)
            return;
        Assert.Equal((ledger.Taken + places.Get, ledger.Free - places.Get), (after.Taken, after.Free));
        Assert.Equal((ledger.Capacity, ledger.Offered, ledger.Waiting, ledger.Inside), (after.Capacity, after.Offered, after.Waiting, after.Inside));
        Assert.All(after.Counters, counter => counter.Checked());
    }

    [Property(Arbitrary = [typeof(LedgerTests)], MaxTest = 500)]
    public void What_was_taken_can_be_given_back_and_no_more(Ledger ledger, PositiveInt places)
    {
        var after = ledger.GiveBack(places.Get);
        Assert.Equal(places.Get > ledger.Taken, after is null);
        Assert.All(after?.Counters ?? [], counter => counter.Checked());
        Assert.Equal(ledger.Taken, after?.Take(places.Get)?.Taken ?? ledger.Taken);
    }

    [Property(Arbitrary = [typeof(LedgerTests)], MaxTest = 500)]
    public void As_few_counters_are_touched_as_can_be(Ledger ledger, PositiveInt places)
    {
        if (ledger.Take(places.Get) is not { } after)
            return;
        var fewest = 0;
        for (var (left, largest) = (places.Get, ledger.Counters.Select(counter => counter.Free).OrderDescending().ToList()); left > 0; left -= largest[fewest - 1])
            fewest++;
        var touched = ledger.Counters.Zip(after.Counters).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Number).ToList();
        Assert.Equal(fewest, touched.Count);
        if (ledger.Counters[ledger.Home].Free >= places.Get)
            Assert.Equal([ledger.Home], touched);
    }

    [Property(Arbitrary = [typeof(LedgerTests)], MaxTest = 500)]
    public void A_capacity_never_shrinks_below_what_is_held(Ledger ledger, NonNegativeInt capacity)
    {
        var after = ledger.WithCapacity(capacity.Get);
        Assert.Equal(capacity.Get < ledger.Taken + ledger.Offered, after is null);
        Assert.Equal(capacity.Get, after?.Capacity ?? capacity.Get);
        Assert.All(after?.Counters ?? [], counter => counter.Checked());
    }

    [Property(Arbitrary = [typeof(LedgerTests)], MaxTest = 500)]
    public void Each_counter_that_a_transaction_holds_goes_one_version_on(Ledger before, byte steps)
    {
        var ledger = before.Touch();
        for (var step = 0; step < steps % 7; step++)
            ledger = step % 2 == 0 ? ledger.Take(1 + (step % 3)) ?? ledger.Join(2) : ledger.AddInside(1);
        var after = ledger.After(before);
        Assert.All(before.Counters.Zip(after.Counters), pair => Assert.Equal(pair.First == pair.Second ? 0 : 1, pair.Second.Version - pair.First.Version));
        Assert.Contains(before.Counters.Zip(after.Counters), pair => pair.First != pair.Second);
        Assert.Equal((ledger.Taken, ledger.Waiting, ledger.Inside), (after.Taken, after.Waiting, after.Inside));
    }

    [Theory]
    [InlineData(-1, 0, 3)]
    [InlineData(0, -1, 3)]
    [InlineData(2, 2, 3)]
    public void A_counter_that_promises_more_than_it_has_is_never_written(int taken, int offered, int capacity) =>
        Assert.Throws<InvalidOperationException>(() => new Counter(0, capacity, taken, offered, default, 0, 1).Checked());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nobody_takes_no_places(int places) => Assert.Throws<ArgumentOutOfRangeException>(() => Ledger.Of(10).Take(places));

    // If a raise changed its home counter alone, two at once, from different homes, would both be stored and add up.
    [Fact]
    public void A_change_of_capacity_holds_every_counter()
    {
        var ledger = Ledger.Of(20);
        foreach (var changed in new[] { ledger.WithCapacity(25)!, ledger.WithCapacity(11)! })
            Assert.DoesNotContain(changed.After(ledger).Counters.Zip(ledger.Counters), pair => pair.First.Version == pair.Second.Version);
    }
}
