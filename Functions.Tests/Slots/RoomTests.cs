namespace Esik.Slots.Tests;

/// <summary>The room of a slot, counted by processes that know it as of different moments and exclude each other by the counters that they write.</summary>
public sealed class RoomTests
{
    private const int Processes = 3;

    [Fact]
    public void Nobody_is_let_in_above_the_capacity_by_what_a_process_remembers() => Assert.All(Enumerable.Range(0, 400), seed => Assert.Equal([], Walk(seed)));

    [Fact]
    public void Processes_that_look_at_no_version_are_found_out() => Assert.Contains(Enumerable.Range(0, 50), seed => Walk(seed, blind: true).Count > 0);

    [Fact]
    public void A_ledger_that_an_earlier_version_wrote_is_levelled_by_the_first_who_comes()
    {
        var ledger = Ledger.Of(32);
        var uneven = ledger with { Counters = ledger.Counters.SetItem(3, ledger.Counters[3] with { Inside = 20 }) };
        var after = uneven.AddInside(1).After(uneven);
        Assert.Equal((21, true), (after.Inside, IsEven(after)));
        Assert.DoesNotContain(after.Counters.Zip(uneven.Counters), pair => pair.First.Version == pair.Second.Version);
    }

    [Fact]
    public void As_long_as_a_counter_has_room_it_alone_is_written()
    {
        var ledger = Ledger.Of(64) with { Home = 5 };
        foreach (var changed in new[] { ledger.AddInside(4), ledger.AddInside(3).AddInside(-2), ledger.WalkIn(3) })
            Assert.Equal([5], Changed(ledger, changed.After(ledger)));
        Assert.Equal([5, 6], Changed(ledger, ledger.AddInside(4).AddInside(1).After(ledger)));
    }

    // What a walk found wrong. Facts are people whom a phone has let in already: they are counted, however many.
    private static List<string> Walk(int seed, bool blind = false)
    {
        var random = new Random(seed);
        var truth = Ledger.Of(random.Next(1, 40));
        var known = Enumerable.Repeat(truth, Processes).ToArray();
        var mistakes = new List<string>();
        for (var step = 0; step < 200; step++)
        {
            var process = random.Next(Processes);
            var before = known[process] with { Home = random.Next(Counter.PerSlot) };
            var (people, isFact) = (random.Next(1, 7), random.Next(12) == 0);
            var change = random.Next(10) switch
            {
                < 3 => before.Inside >= people ? before.AddInside(-people) : before,
                3 => before.WithCapacity(random.Next(1, 40)) ?? before,
                _ => isFact || before.Inside + people <= before.Capacity ? before.AddInside(people) : before,
            };
            var changed = Changed(before, change);
            var isCurrent = changed.All(number => before.Counters[number] == truth.Counters[number]);
            if (changed.Count > 0 && (isCurrent || blind))
            {
                var earlier = truth;
                truth = Written(truth, change.After(before), changed);
                if (change.Inside > before.Inside && !isFact && truth.Inside > truth.Capacity)
                    mistakes.Add($"{step}: {earlier.Inside} and {people} more are inside of {truth.Capacity}.");
                if (!IsEven(truth))
                    mistakes.Add($"{step}: the rooms are {string.Join(' ', truth.Counters.Select(counter => counter.Room))}.");
            }
            // After a conflict a process looks at a counter or two, and now and then at all.
            known[process] = random.Next(4) == 0 ? truth : Written(change == before || !isCurrent ? before : change.After(before), truth, [.. changed, random.Next(Counter.PerSlot)]);
        }
        return mistakes;
    }

    private static bool IsEven(Ledger ledger) => ledger.Counters.All(counter => counter.Room >= 0) || ledger.Counters.All(counter => counter.Room <= 0);

    private static List<int> Changed(Ledger before, Ledger after) =>
        [.. before.Counters.Zip(after.Counters).Where(pair => pair.First.Version != pair.Second.Version).Select(pair => pair.First.Number)];

    private static Ledger Written(Ledger ledger, Ledger from, IReadOnlyList<int> numbers) =>
        ledger with { Counters = [.. ledger.Counters.Select(counter => numbers.Contains(counter.Number) ? from.Counters[counter.Number] : counter)] };
}
