using System.Net;
using Esik.Mails;
using Esik.Registrations;
using Esik.Registrations.Tests;

namespace Esik.Waitlists.Tests;

/// <summary>The last half hour before a slot: the line moves no more, and free places are for whoever is there and asks.</summary>
public sealed class LastMinutesTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_newcomer_takes_a_free_place_although_somebody_waits()
    {
        await using var world = await FullAsync();
        await world.SetCapacityAsync(4);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(RegistrationState.Waiting, (await world.FindAsync("waits")).State);
        Assert.Equal("confirmed", (await world.RegisterAsync("newcomer")).Answer);
        Assert.Equal(HttpStatusCode.OK, (await world.RegisterAsync("waits")).Status);
        Assert.Equal(RegistrationState.Confirmed, (await world.FindAsync("waits")).State);
        Assert.Contains((await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails), mail => mail.Kind == MailKind.Ticket && mail.Ticket == world.Ticket("waits").ToString());
        Assert.Equal("waiting", (await world.RegisterAsync("too-late")).Answer);
        var ledger = await SeatCheck.LedgerAsync(world.Site);
        Assert.Equal((4, 1), (ledger.Taken, ledger.WaitingParties));
        Assert.DoesNotContain(await world.AuditAsync(), finding => !finding.IsNote);
    }

    [Fact]
    public async Task Whoever_waits_is_told_to_come_to_the_door()
    {
        await using var world = await FullAsync();
        var key = (await world.FindAsync("waits")).PageKey(1).Text;
        var page = await world.Site.Client.GetStringAsync(new Uri($"en/tickets/{key}", UriKind.Relative));
        Assert.Contains("places that come free go to those who are at the door", page, StringComparison.Ordinal);
    }

    private static async Task<LineWorld> FullAsync()
    {
        var world = await LineWorld.CreateAsync(Now, start: Now.AddMinutes(20), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("waits");
        return world;
    }
}
