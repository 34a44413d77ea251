using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Esik.Slots.Tests;

/// <summary>In a rush a writer has two transactions under way at once; nobody may notice but by the shorter wait.</summary>
public sealed class SlotLaneTests
{
    [Fact]
    public async Task In_a_rush_a_second_transaction_leaves_before_the_first_is_stored_and_holds_other_counters()
    {
        await using var world = WriterWorld.Of(capacity: 8_000);
        var gate = new TaskCompletionSource();
        var underWay = new List<SlotBatch>();
        world.Store.BeforeCommit = async batch =>
        {
            lock (underWay)
                underWay.Add(batch);
            await gate.Task;
            return null;
        };
        var guests = Enumerable.Range(0, 300).Select(number => world.TakeAsync($"guest{number}")).ToList();
        await world.UntilAsync(() => underWay.Count == 2, 30);
        await Task.Delay(50);
        Assert.Equal(2, underWay.Count);
        Assert.Empty(CountersOf(underWay[0]).Intersect(CountersOf(underWay[1])));
        gate.SetResult();
        Assert.All(await Task.WhenAll(guests), answer => Assert.Equal(1, answer));
        Assert.Equal(300, world.Store.Ledger.Taken);
    }

    // The last places lie in several counters: the second transaction wants some that the first one holds, and has to wait for it.
    [Fact]
    public async Task Transactions_that_need_the_same_counters_go_one_after_the_other_and_never_refuse_each_other()
    {
        await using var world = WriterWorld.Of(capacity: 200);
        var conflicts = 0;
        world.Store.BeforeCommit = async batch =>
        {
            await Task.Delay(5);
            if (batch.Writes.Any(write => world.Store.Find(write.Row.RowKey)?.Version != write.Version))
                Interlocked.Increment(ref conflicts);
            return null;
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(number => world.TakeAsync($"guest{number}")));
        Assert.Equal(200, answers.Count(answer => answer == 1));
        Assert.Equal(200, world.Store.Ledger.Taken);
        Assert.Equal(0, conflicts);
    }

    [Fact]
    public async Task Places_in_line_are_each_given_once_and_in_order_of_arrival()
    {
        await using var site = await TestSite.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 5)));
        var slot = (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById("clay")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(number => site.Get<RegistrationDesk>().RegisterAsync(
            slot, new SignUp($"Guest {number}", EmailAddress.Parse($"guest{number}@example.org")!, 1, Language.Kazakh, $"request-of-guest-{number:D6}"), CancellationToken.None)));
        var waiting = answers.Select(answer => answer!.Registration).Where(registration => registration.State == RegistrationState.Waiting);
        Assert.Equal(Enumerable.Range(1, 395), waiting.OrderBy(registration => registration.Order, StringComparer.Ordinal).Select(registration => registration.Place));
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
    }

    // What made the second lane ask may have happened after the first lane's reading.
    [Fact]
    public async Task A_ledger_that_has_to_be_read_anew_is_not_taken_from_a_reading_that_had_begun_before()
    {
        var store = new MemorySlotStore(10);
        var gate = new TaskCompletionSource();
        store.BeforeLedger = () => gate.Task;
        var ledger = new KnownLedger("clay", new PatientSlotStore(store, TimeProvider.System), 2, TimeProvider.System, () => { }, NullLogger.Instance, null);
        var first = ledger.ReadAsync(0);
        ledger.Forget();
        gate.SetResult();
        await first;
        await ledger.ReadAsync(1);
        await ledger.ReadAsync(0);
        Assert.Equal(2, store.LedgerReads);
    }

    private static IEnumerable<int> CountersOf(SlotBatch batch) => batch.Writes.Select(write => write.Row).OfType<Counter>().Select(counter => counter.Number);
}
