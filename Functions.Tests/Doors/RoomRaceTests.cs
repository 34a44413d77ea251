using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Doors.Tests;

/// <summary>The last places of a room whose no-shows were given to others, asked for at two processes at once.</summary>
public sealed class RoomRaceTests
{
    private const int Capacity = 20;
    private const int Rounds = 10;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task The_last_place_goes_to_one_of_two_who_come_without_a_ticket()
    {
        await using var world = await World.StartAsync(blind: false);
        await world.FillAsync(Capacity - 1);
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await world.AtBothAsync(() => WalkIn(1));
            Assert.Equal(["full", "welcome"], answers.Select(answer => answer.Answer()).Order());
            await world.UndoAsync(answers.Single(answer => answer.Answer() == "welcome").GetProperty("scanId").GetString()!, atBack: round % 2 == 0);
        }
        Assert.Equal(Capacity - 1, (await SeatCheck.LedgerAsync(world.Site)).Inside);
        await AuditCheck.CleanAsync(world.Site);
    }

    [Fact]
    public async Task A_late_guest_and_one_without_a_ticket_do_not_get_the_same_place()
    {
        await using var world = await World.StartAsync(blind: false);
        await world.FillAsync(Capacity - 1);
        foreach (var token in world.Tokens)
        {
            var answers = await world.AtBothAsync(() => WalkIn(1), () => TestDoor.Scan(token, door: "hall-back", places: 1));
            var welcome = Assert.Single(answers, answer => answer.Answer() == "welcome");
            await world.UndoAsync(welcome.GetProperty("scanId").GetString()!, atBack: false);
        }
        await AuditCheck.CleanAsync(world.Site);
    }

    [Fact]
    public async Task Two_processes_together_fill_the_room_to_the_last_place_and_no_further()
    {
        await using var world = await World.StartAsync(blind: false);
        await world.FillAsync(3);
        var rounds = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => world.AtBothAsync(() => WalkIn(1 + (number % 2)))));
        var welcome = rounds.SelectMany(answers => answers).Where(answer => answer.Answer() == "welcome").Sum(answer => answer.GetProperty("places").GetInt32());
        Assert.Equal((Capacity - 3, Capacity), (welcome, (await SeatCheck.LedgerAsync(world.Site)).Inside));
        await AuditCheck.CleanAsync(world.Site);
    }

    [Fact]
    public async Task A_place_that_came_free_at_another_process_is_not_said_to_be_taken()
    {
        await using var world = await World.StartAsync(blind: false);
        await world.FillAsync(Capacity - 1);
        var last = await world.Back.ScanAsync(WalkIn(1));
        Assert.Equal(["full", "full"], (await world.AtBothAsync(() => WalkIn(1))).Select(answer => answer.Answer()));
        await world.UndoAsync(last.GetProperty("scanId").GetString()!, atBack: true);
        // As long as what a process has just read may be gone by.
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        Assert.Equal("welcome", (await world.Front.ScanAsync(WalkIn(1))).Answer());
        await AuditCheck.CleanAsync(world.Site);
    }

    [Fact]
    public async Task A_room_over_a_store_that_looks_at_no_version_is_found_out()
    {
        await using var world = await World.StartAsync(blind: true);
        await world.FillAsync(Capacity - 1);
        var isFound = false;
        for (var round = 0; round < Rounds && !isFound; round++)
        {
            var welcome = (await world.AtBothAsync(() => WalkIn(1))).Where(answer => answer.Answer() == "welcome").ToList();
            isFound = welcome.Count > 1;
            foreach (var answer in welcome)
                await world.UndoAsync(answer.GetProperty("scanId").GetString()!, atBack: false);
        }
        Assert.True(isFound, "A store that looks at no version has given each last place once all the same.");
    }

    private static object WalkIn(int places) =>
        new { scanId = SignUp.NewRequestId(), kind = "walk-in", places, slot = "clay", door = "hall-door", scannedAt = TimeProvider.System.GetUtcNow() };

    private sealed record World(TestSite Site, TestSite Other, TestDoor Front, TestDoor Back, IReadOnlyList<string> Tokens) : IAsyncDisposable
    {
        public static async Task<World> StartAsync(bool blind)
        {
            Action<IServiceCollection>? broken = blind ? services => services.AddSingleton<ISlotStore, VersionBlindStore>() : null;
            var site = await TestSite.StartAsync(new() { Configure = broken });
            // Sold out, begun, and the places of who had not come are given to others.
            var slot = TestProgramme.Slot("clay", Now, Capacity) with { Start = Now.AddMinutes(-20), ReleaseMinutes = 10 };
            await site.ImportAsync(TestProgramme.Of(Now, slot));
            var tokens = new List<string>();
            for (var guest = 0; guest < Capacity / 5; guest++)
                tokens.Add((await new TestGuest($"guest{guest}@example.org", 5).RegisterAsync(site, "clay")).Token);
            var other = await TestSite.StartAsync(new() { Connection = site.Connection, Configure = broken });
            var front = await TestDoor.PairAsync(site, DoorRole.Lead, "hall-door", "hall-back");
            return new World(site, other, front, front.At(other), tokens);
        }

        /// <summary>Lets people in one by one, and has both processes look at the slot.</summary>
        public async Task FillAsync(int people)
        {
            Assert.All(await Front.ScanAllAsync(Enumerable.Range(0, people).Select(_ => WalkIn(1))), answer => Assert.Equal("welcome", answer.Answer()));
            Assert.All(await AtBothAsync(() => TestDoor.Scan("")), answer => Assert.Equal("unreadable", answer.Answer()));
        }

        public async Task<IReadOnlyList<System.Text.Json.JsonElement>> AtBothAsync(Func<object> scan, Func<object>? other = null) =>
            await Task.WhenAll(Front.ScanAsync(scan()), Back.ScanAsync((other ?? scan)()));

        public async Task UndoAsync(string scanId, bool atBack)
        {
            var undo = new { scanId = SignUp.NewRequestId(), kind = "undo", undoes = scanId, slot = "clay", door = "hall-door", scannedAt = TimeProvider.System.GetUtcNow() };
            Assert.Equal("undone", (await (atBack ? Back : Front).ScanAsync(undo)).Answer());
        }

        public async ValueTask DisposeAsync()
        {
            await Other.DisposeAsync();
            await Site.DisposeAsync();
        }
    }
}
