using System.Net;
using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;

namespace Esik.Doors.Tests;

/// <summary>What a phone hands in after it was offline: many scans at once, late, by a clock of its own.</summary>
public sealed class ScanQueueTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private TestDoor door = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 600)));
        door = await TestDoor.PairAsync(site, "hall-door");
    }

    public Task DisposeAsync() => AuditCheck.CloseAsync(site);

    [Fact]
    public async Task Five_hundred_scans_in_one_post_are_answered_in_order()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number => (await new TestGuest($"guest{number}@example.org").RegisterAsync(site, "clay")).Token));
        // Every fifth is no ticket; the others come round and round, so all but the first of each find their party inside.
        var scans = Enumerable.Range(0, 500).Select(number => TestDoor.Scan(number % 5 == 4 ? "no ticket" : tickets[number % 20], scanId: $"scan-{number}")).ToList();
        var answers = await door.ScanAllAsync(scans);
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"scan-{number}"), answers.Select(answer => answer.GetProperty("scanId").GetString()));
        Assert.All(answers.Select((answer, number) => (answer, number)), scan => Assert.Equal(
            scan.number % 5 == 4 ? "unreadable" : scan.number < 20 ? "welcome" : "already-inside", scan.answer.Answer()));
        var again = await door.ScanAllAsync(scans);
        Assert.Equal(answers.Select(answer => answer.Admitted()), again.Select(answer => answer.Admitted()));
        Assert.Equal(16, (await site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Inside);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task Too_few_or_too_many_scans_are_refused(int count)
    {
        var (status, json) = await door.PostAsync(new { scans = Enumerable.Range(0, count).Select(_ => TestDoor.Scan("x")) });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "scans-unusable"), (status, json.GetProperty("code").GetString()));
    }

    // minutes that the phone's clock is ahead, minutes ago that it scanned, whether it says what its clock shows now → answer
    [Theory]
    [InlineData(0, 0, true, "welcome")]
    [InlineData(180, 0, true, "welcome")]
    [InlineData(-180, 0, true, "welcome")]
    [InlineData(-60L * 24 * 365 * 20, 0, true, "welcome")]
    [InlineData(60L * 24 * 365 * 20, 0, true, "welcome")]
    [InlineData(-180, 0, false, "too-early")]
    [InlineData(180, 0, false, "welcome")]
    [InlineData(0, 60, true, "too-early")]
    [InlineData(180, 60, true, "too-early")]
    [InlineData(-60L * 24 * 365 * 20, 60, true, "too-early")]
    public async Task A_phone_whose_clock_is_wrong_is_judged_by_ours(long ahead, int ago, bool says, string expected)
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        var phone = TimeProvider.System.GetUtcNow().AddMinutes(ahead);
        Assert.Equal(expected, (await door.ScanAsync(TestDoor.Scan(token, at: phone.AddMinutes(-ago)), sentAt: says ? phone : null)).Answer());
    }

    // seconds that the phone's clock was ahead when it scanned
    [Theory]
    [InlineData(3 * 3600)]
    [InlineData(-3 * 3600)]
    [InlineData(-20L * 366 * 24 * 3600)]
    [InlineData(100L * 366 * 24 * 3600)]
    public async Task A_clock_that_was_put_right_before_the_scan_was_sent_moves_no_scan(long ahead)
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        var now = TimeProvider.System.GetUtcNow();
        var scan = new { scanId = "before", token, slot = "clay", door = "hall-door", scannedAt = now.AddMinutes(-60).AddSeconds(ahead), offsetSeconds = -ahead };
        Assert.Equal("too-early", (await door.ScanAsync(scan, sentAt: now)).Answer());
        var stored = Assert.Single(await SeatCheck.RowsAsync<Scan>(site, "clay", Scan.Prefix));
        Assert.InRange(stored.CorrectedAt, now.AddMinutes(-60).AddSeconds(-1), now.AddMinutes(-60).AddSeconds(1));
        Assert.Equal(Math.Clamp(-ahead, int.MinValue, int.MaxValue), stored.ClockOffsetSeconds);
    }

    [Theory]
    [InlineData(1_000_000_000_000L)]
    [InlineData(-1_000_000_000_000L)]
    public async Task A_clock_that_no_phone_has_is_set_aside(long offsetSeconds)
    {
        var answer = await door.ScanAsync(new { scanId = "odd", token = "x", slot = "clay", door = "hall-door", scannedAt = TimeProvider.System.GetUtcNow(), offsetSeconds });
        Assert.Equal(("set-aside", "offsetSeconds"), (answer.Answer(), answer.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task What_a_wrong_offset_says_of_the_future_happened_now()
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        await door.ScanAsync(new { scanId = "ahead", token, slot = "clay", door = "hall-door", scannedAt = TimeProvider.System.GetUtcNow(), offsetSeconds = 7200 });
        Assert.InRange(Assert.Single(await SeatCheck.RowsAsync<Scan>(site, "clay", Scan.Prefix)).CorrectedAt, DateTimeOffset.MinValue, TimeProvider.System.GetUtcNow());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1600-12-31T00:00:00Z")]
    public async Task A_time_that_no_clock_shows_is_set_aside_and_harms_no_other_scan(string scannedAt)
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        var answers = await door.ScanAllAsync([new { scanId = "broken-clock", token, slot = "clay", door = "hall-door", scannedAt }, TestDoor.Scan("no ticket")]);
        Assert.Equal(("set-aside", "scan-unusable", "scannedAt"), (answers[0].Answer(), answers[0].GetProperty("code").GetString(), answers[0].GetProperty("field").GetString()));
        Assert.Equal("unreadable", answers[1].Answer());
        Assert.Equal("welcome", (await door.ScanAsync(TestDoor.Scan(token))).Answer());
    }

    [Fact]
    public async Task A_time_of_sending_that_no_clock_shows_is_passed_over()
    {
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        Assert.Equal("welcome", (await door.ScanAsync(TestDoor.Scan(token), sentAt: DateTimeOffset.MaxValue)).Answer());
        Assert.Equal("already-inside", (await door.ScanAsync(TestDoor.Scan(token), sentAt: DateTimeOffset.MinValue)).Answer());
    }
}
