using Esik.Doors;
using Esik.Doors.Tests;
using Esik.Hosting.Standalone;
using Esik.Mails;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;

namespace Esik.Hosting.Tests;

/// <summary>Requests to storage are what a festival pays for, and waits for: counted, so that a careless read is seen.</summary>
public sealed class StorageCostTests : IAsyncLifetime
{
    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        // Without the queue's own reading, which goes on all the time.
        site = await TestSite.StartAsync(new() { Settings = Limits.Raised, Functions = FunctionCatalogue.Of(typeof(RegistrationFunctions), typeof(DoorFunctions), typeof(ScanFunctions), typeof(HealthFunctions)) });
        var late = TestProgramme.Slot("late", now, capacity: 400) with { Start = now.AddMinutes(-20) };
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 400), late));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_quiet_sign_up_costs_three_requests_and_the_next_one_two()
    {
        await using var quiet = await TestSite.StartAsync(new() { Connection = site.Connection, Functions = FunctionCatalogue.Of(typeof(RegistrationFunctions)) });
        Assert.Equal("GET slots 1, POST mails 1, POST transaction 1", await CountAsync(() => new TestGuest("aigul@example.org").RegisterAsync(quiet, "clay"), quiet));
        Assert.Equal("POST mails 1, POST transaction 1", await CountAsync(() => new TestGuest("second@example.org").RegisterAsync(quiet, "clay"), quiet));
    }

    [Fact]
    public async Task A_rush_of_two_hundred_costs_less_than_one_request_for_five_guests()
    {
        var before = site.Get<StorageRequests>().Total;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => new TestGuest($"guest{number}@example.org").RegisterAsync(site, "clay")));
        Assert.InRange(site.Get<StorageRequests>().Total - before, 3, 40);
    }

    [Fact]
    public async Task A_scan_costs_one_transaction()
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        var other = (await new TestGuest("other@example.org").RegisterAsync(site, "clay")).Token;
        var door = await TestDoor.PairAsync(site, "hall-door");
        await door.ScanAsync(TestDoor.Scan(other));
        Assert.Equal("POST transaction 1", await CountAsync(() => door.ScanAsync(TestDoor.Scan(token))));
    }

    [Fact]
    public async Task Somebody_without_a_ticket_costs_one_transaction_too_as_long_as_there_is_room()
    {
        var door = await TestDoor.PairAsync(site, "hall-door");
        // As many as a counter's share of the room: the next ones go on to another one.
        await door.ScanAllAsync([.. Enumerable.Range(0, 4).Select(_ => WalkIn(6)), WalkIn(1)]);
        Assert.Equal("POST transaction 1", await CountAsync(() => door.ScanAsync(WalkIn(6))));
    }

    [Fact]
    public async Task A_mail_costs_four_requests_beside_the_queues_own_two()
    {
        await new TestGuest("aigul@example.org").RegisterAsync(site, "clay");
        var outbox = Assert.Single(await SeatCheck.RowsAsync<Outbox>(site, "clay", Outbox.Prefix));
        var counts = await CountAsync(() => site.Get<MailDesk>().HandleAsync(MailIntent.ForBatches("clay", [outbox.BatchId], TimeProvider.System.GetUtcNow()), CancellationToken.None));
        Assert.Equal("GET slots 2, PUT slots 2", counts);
    }

    private static object WalkIn(int places) =>
        new { scanId = SignUp.NewRequestId(), kind = "walk-in", places, slot = "late", door = "hall-door", scannedAt = TimeProvider.System.GetUtcNow() };

    // What an action costs when the programme is at hand, and no tally is owed from before.
    private async Task<string> CountAsync(Func<Task> action, TestSite? at = null)
    {
        var requests = (at ?? site).Get<StorageRequests>();
        await (at ?? site).Get<Programmes.IProgrammes>().CurrentAsync(CancellationToken.None);
        var before = requests.Counts;
        await action();
        var after = requests.Counts;
        return string.Join(", ", after.Select(count => (count.Key, Value: count.Value - before.GetValueOrDefault(count.Key))).Where(count => count.Value != 0 && !count.Key.EndsWith("festivals", StringComparison.Ordinal))
            .OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));
    }
}
