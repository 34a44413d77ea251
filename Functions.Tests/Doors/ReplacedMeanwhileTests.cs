using Esik.Registrations.Tests;
using Esik.Tickets;
using Esik.Tickets.Tests;

namespace Esik.Doors.Tests;

/// <summary>A phone without a network lets people in; their ticket is replaced before the phone hands that in.</summary>
public sealed class ReplacedMeanwhileTests : HandInWorld
{
    private TestTicket? guest;

    [Fact]
    public async Task Who_came_in_before_the_party_changed_is_inside_by_the_new_ticket()
    {
        var (before, ticket) = await RegisterAsync(party: 4);
        var scan = Proof(before, ticket, 3, minutesAgo: 5, scanId: "before");
        var smaller = await PartyAsync(3);
        Assert.Equal(("welcome", 3, 0), (await One.ScanAsync(scan)).Admitted());
        Assert.Equal(("already-inside", 0, 0), (await Two.ScanAsync(TestDoor.Scan(smaller, door: "hall-back", at: Clock.GetUtcNow()))).Admitted());
        Assert.Equal(3, await InsideAsync());
        await AuditAsync();
        Assert.Equal("undone", (await One.ScanAsync(Undo("before"))).Answer());
        Assert.Equal(0, await InsideAsync());
        Assert.Equal(("welcome", 3, 0), (await Two.ScanAsync(TestDoor.Scan(smaller, door: "hall-back", at: Clock.GetUtcNow()))).Admitted());
    }

    [Fact]
    public async Task Only_as_many_as_the_new_ticket_is_for_have_their_places_by_it()
    {
        var (before, ticket) = await RegisterAsync(party: 4);
        var scan = Proof(before, ticket, 3, minutesAgo: 5);
        await PartyAsync(3);
        await PartyAsync(2);
        var answer = await One.ScanAsync(scan);
        Assert.Equal(("clash", 2, 0, 1, "void"), (answer.Answer(), answer.GetProperty("places").GetInt32(), answer.GetProperty("left").GetInt32(), answer.GetProperty("over").GetInt32(), answer.GetProperty("cause").GetString()));
        Assert.Equal(2, await InsideAsync());
        await AuditAsync();
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix));
        await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(3, await InsideAsync());
    }

    [Fact]
    public async Task Who_came_after_the_change_or_shows_no_proof_has_no_place_by_it()
    {
        var (before, ticket) = await RegisterAsync(party: 4);
        var wrong = Proof(before[..^1] + (before[^1] == '0' ? '1' : '0'), ticket, 2, minutesAgo: 5);
        await PartyAsync(3);
        Assert.Equal(("clash", 0, 0), (await One.ScanAsync(Proof(before, ticket, 2))).Admitted());
        Assert.Equal(("clash", 0, 0), (await One.ScanAsync(wrong)).Admitted());
        Assert.Equal(0, await InsideAsync());
    }

    [Fact]
    public async Task Who_came_in_before_the_places_were_given_back_has_none()
    {
        var (before, ticket) = await RegisterAsync(party: 2);
        var scan = Proof(before, ticket, 2, minutesAgo: 5);
        await guest!.DoneAsync("withdraw");
        Assert.Equal(("clash", 0, 0), (await One.ScanAsync(scan)).Admitted());
        Assert.Equal(0, await InsideAsync());
    }

    private async Task<(string Token, TicketId Ticket)> RegisterAsync(int party)
    {
        guest = await TestTicket.RegisterAsync(Site, "aigul@example.org", party: party);
        return (guest.Token, TicketToken.Parse(guest.Token)!.Payload.Ticket);
    }

    private async Task<string> PartyAsync(int party) => (await guest!.DoneAsync("party", new { party })).GetProperty("token").GetString()!;
}
