using System.Net;
using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Tickets.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Doors.Tests;

/// <summary>A scan and a withdrawal at once, each at a process of its own: inside or withdrawn, never both and never neither.</summary>
public sealed class WithdrawalRaceTests
{
    private const int Rounds = 20;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_guest_is_inside_or_withdrawn()
    {
        var outcomes = await RaceAsync(blind: false);
        Assert.All(outcomes, outcome => Assert.True(outcome is ("welcome", HttpStatusCode.Conflict, "Confirmed") or ("cancelled", HttpStatusCode.OK, "Withdrawn"), $"{outcome}"));
    }

    [Fact]
    public async Task A_guest_who_is_both_is_found_out() =>
        Assert.Contains(await RaceAsync(blind: true), outcome => outcome is { Door: "welcome", Desk: HttpStatusCode.OK });

    private static async Task<List<(string Door, HttpStatusCode Desk, string State)>> RaceAsync(bool blind)
    {
        Action<IServiceCollection>? broken = blind ? services => services.AddSingleton<ISlotStore, VersionBlindStore>() : null;
        await using var site = await TestSite.StartAsync(new() { Configure = broken });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 200)));
        await using var other = await TestSite.StartAsync(new() { Connection = site.Connection, Configure = broken });
        var door = await TestDoor.PairAsync(other, "hall-door");
        var outcomes = new List<(string, HttpStatusCode, string)>();
        for (var round = 0; round < Rounds; round++)
        {
            var ticket = await TestTicket.RegisterAsync(site, $"guest{round}@example.org", party: 2);
            var scan = door.ScanAsync(TestDoor.Scan(ticket.Token));
            var withdrawal = ticket.AskAsync("withdraw");
            outcomes.Add(((await scan).Answer(), (await withdrawal).Status, (await ticket.RowAsync()).State.ToString()));
        }
        if (!blind)
        {
            var ledger = await SeatCheck.LedgerAsync(site);
            var inside = 2 * outcomes.Count(outcome => outcome.Item1 == "welcome");
            Assert.Equal((inside, inside), (ledger.Inside, ledger.Taken));
            await AuditCheck.CleanAsync(site);
        }
        return outcomes;
    }
}
