using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Doors.Tests;

/// <summary>One ticket at two doors at once, each door at a process of its own.</summary>
public sealed class DoorRaceTests
{
    private const int Rounds = 10;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_ticket_at_two_doors_at_once_is_welcome_at_one()
    {
        var world = await StartAsync(blind: false);
        await using var site = world.Site;
        await using var other = world.Other;
        var rounds = await RaceAsync(world, party: 2, doors: 2, places: null);
        Assert.All(rounds, answers => Assert.Equal(["already-inside", "welcome"], answers.Select(answer => answer.Answer).Order()));
        Assert.Equal(Rounds * 2, (await SeatCheck.LedgerAsync(site)).Inside);
        await AuditCheck.CleanAsync(site);
    }

    [Fact]
    public async Task Two_doors_over_a_store_that_looks_at_no_version_are_found_out()
    {
        var world = await StartAsync(blind: true);
        await using var site = world.Site;
        await using var other = world.Other;
        var rounds = await RaceAsync(world, party: 2, doors: 2, places: null);
        Assert.Contains(rounds, answers => answers.Count(answer => answer.Answer == "welcome") > 1);
    }

    [Fact]
    public async Task A_party_that_comes_one_by_one_through_both_doors_never_grows()
    {
        var world = await StartAsync(blind: false);
        await using var site = world.Site;
        await using var other = world.Other;
        var rounds = await RaceAsync(world, party: 4, doors: 8, places: 1);
        Assert.All(rounds, answers => Assert.Equal((4, 4), (answers.Count(answer => answer.Answer == "welcome"), answers.Sum(answer => answer.Places))));
        Assert.All(rounds, answers => Assert.Equal([0, 1, 2, 3], answers.Where(answer => answer.Answer == "welcome").Select(answer => answer.Left).Order()));
        Assert.Equal(Rounds * 4, (await SeatCheck.LedgerAsync(site)).Inside);
        await AuditCheck.CleanAsync(site);
    }

    [Fact]
    public async Task A_party_that_grows_is_found_out()
    {
        var world = await StartAsync(blind: true);
        await using var site = world.Site;
        await using var other = world.Other;
        var rounds = await RaceAsync(world, party: 4, doors: 8, places: 1);
        Assert.Contains(rounds, answers => answers.Sum(answer => answer.Places) > 4);
    }

    [Fact]
    public async Task The_same_scan_sent_to_both_processes_at_once_is_stored_once()
    {
        var world = await StartAsync(blind: false);
        await using var site = world.Site;
        await using var other = world.Other;
        var token = (await new TestGuest("aigul@example.org", 3).RegisterAsync(site, "clay")).Token;
        var scan = TestDoor.Scan(token, places: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => (number % 2 == 0 ? world.Front : world.Back).ScanAsync(scan)));
        Assert.All(answers, answer => Assert.Equal(("welcome", 2, 1), answer.Admitted()));
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);
        await AuditCheck.CleanAsync(site);
    }

    [Fact]
    public async Task A_scan_that_both_processes_store_is_found_out()
    {
        var world = await StartAsync(blind: true);
        await using var site = world.Site;
        await using var other = world.Other;
        var isFound = false;
        for (var round = 0; round < Rounds && !isFound; round++)
        {
            var scan = TestDoor.Scan((await new TestGuest($"guest{round}@example.org", 3).RegisterAsync(site, "clay")).Token, places: 2);
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => (number % 2 == 0 ? world.Front : world.Back).ScanAsync(scan)));
            isFound = answers.Any(answer => answer.Admitted() != ("welcome", 2, 1)) || (await SeatCheck.LedgerAsync(site)).Inside != 2 * (round + 1);
        }
        Assert.True(isFound, "A store that looks at no version has stored each scan once all the same.");
    }

    private static async Task<List<List<(string Answer, int Places, int Left)>>> RaceAsync(World world, int party, int doors, int? places)
    {
        var rounds = new List<List<(string, int, int)>>();
        for (var round = 0; round < Rounds; round++)
        {
            var token = (await new TestGuest($"guest{round}@example.org", party).RegisterAsync(world.Site, "clay")).Token;
            var answers = await Task.WhenAll(Enumerable.Range(0, doors).Select(number => number % 2 == 0
                ? world.Front.ScanAsync(TestDoor.Scan(token, places: places))
                : world.Back.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: places))));
            rounds.Add([.. answers.Select(answer => answer.Admitted())]);
        }
        return rounds;
    }

    private static async Task<World> StartAsync(bool blind)
    {
        Action<IServiceCollection>? broken = blind ? services => services.AddSingleton<ISlotStore, VersionBlindStore>() : null;
        var site = await TestSite.StartAsync(new() { Configure = broken });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 200)));
        var other = await TestSite.StartAsync(new() { Connection = site.Connection, Configure = broken });
        var front = await TestDoor.PairAsync(site, "hall-door", "hall-back");
        return new World(site, other, front, front.At(other));
    }

    private sealed record World(TestSite Site, TestSite Other, TestDoor Front, TestDoor Back);
}
