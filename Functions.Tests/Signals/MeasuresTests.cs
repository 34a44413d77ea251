using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Signals.Tests;

public sealed class MeasuresTests
{
    [Fact]
    public async Task A_day_is_counted_in_the_festivals_words()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var site = await TestSite.StartAsync();
        using var meter = TestMeter.Of(site);
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 3)));
        var guest = new TestGuest("guest@example.org", 2);
        var answer = await guest.RegisterAsync(site, "clay");
        await (guest with { RequestId = SignUp.NewRequestId() }).RegisterAsync(site, "clay");
        await new TestGuest("late@example.org", 2).RegisterAsync(site, "clay");
        await new TestGuest("nowhere", 1).RegisterAsync(site, "clay");
        var door = await TestDoor.PairAsync(site, "hall-door");
        await door.ScanAsync(TestDoor.Scan(answer.Token, at: now.AddMinutes(-5)));
        await door.ScanAsync(TestDoor.Scan("nothing"));
        await SeatCheck.UntilAsync(() => meter.Values(Measures.Mails, "kind=Ticket answer=sent late=False").Count == 1, "the mail's count");

        foreach (var word in (string[])["confirmed", "already-registered", "waiting", "email-unusable"])
            Assert.Equal([1], meter.Values(Measures.Registrations, "answer=" + word));
        Assert.Equal(1, meter.Values(Measures.SeatsLeft, "slot=clay")[^1]);
        Assert.NotEmpty(meter.Values(Measures.GroupSize));
        Assert.Equal([1], meter.Values(Measures.Scans, "answer=welcome"));
        Assert.Equal([1], meter.Values(Measures.Scans, "answer=unreadable"));
        Assert.InRange(Assert.Single(meter.Values(Measures.ScanAge, "answer=welcome")), 300, 400);
        Assert.InRange(meter.Values(Measures.SyncAge, "door=hall-door")[^1], 0, 60);
        Assert.NotEmpty(meter.Values(Measures.StorageRequests, "what=POST transaction status=202"));
    }

    [Fact]
    public async Task Conflicts_and_groups_are_counted_where_they_happen()
    {
        using var meters = new TestMeters();
        using var meter = new TestMeter(meters);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 9, 18, 7, 0, 0, TimeSpan.Zero));
        var store = new MemorySlotStore(10);
        var writers = new SlotWriters(store, new SlotSettings(), clock, NullLogger<SlotWriters>.Instance, new Measures(meters, clock));
        // The first counter conflicts once: another process was faster.
        store.BeforeCommit = batch =>
        {
            store.BeforeCommit = _ => Task.FromResult<CommitResult?>(null);
            return Task.FromResult<CommitResult?>(CommitResult.Conflict(batch.Writes[0].Row.RowKey));
        };
        Assert.Equal(3, await writers.ChangeAsync("clay", new TakeChange("a", 3)));

        Assert.Equal([1], meter.Values(Measures.LedgerConflicts, "row=Counter"));
        Assert.Equal([1], meter.Values(Measures.GroupSize));
        Assert.Equal(7, meter.Values(Measures.SeatsLeft, "slot=clay")[^1]);
    }

    [Fact]
    public void What_was_not_seen_for_a_while_is_left_to_others()
    {
        var clock = new FakeTimeProvider();
        var seen = new LastSeen<int>(clock, TimeSpan.FromMinutes(2));
        seen.Put("clay", 5);
        clock.Advance(TimeSpan.FromMinutes(1));
        seen.Put("dance", 7);
        Assert.Equal([("clay", 5, 60.0), ("dance", 7, 0.0)], seen.Fresh().OrderBy(one => one.Name).Select(one => (one.Name, one.Value, one.Age.TotalSeconds)));
        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal([("dance", 7)], seen.Fresh().Select(one => (one.Name, one.Value)));
    }
}
