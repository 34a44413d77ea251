using System.Net.Http.Json;
using System.Text.Json;
using Esik.Registrations.Tests;
using Esik.Tickets;
using Esik.Tickets.Tests;

namespace Esik.Doors.Tests;

/// <summary>A late guest whom a phone without a network let into a room that others had filled, and what a lead says of it.</summary>
public sealed class FullRoomTests : HandInWorld
{
    private static readonly TimeSpan Begun = TimeSpan.FromMinutes(21);

    [Fact]
    public async Task Whom_a_lead_lets_stay_is_inside_by_their_ticket_and_comes_in_by_it_no_second_time()
    {
        var (token, clash) = await LateAsync(party: 2);
        for (var times = 0; times < 2; times++)
            Assert.Equal(2, (await SettleAsync(clash, ClashVerdict.LetIn))!.Settled!.ByTicket);
        Assert.Equal(8, await InsideAsync());
        await LeaveAsync(3);
        Assert.Equal(("already-inside", 0, 0), (await Two.ScanAsync(Again(token))).Admitted());
        Assert.Equal(5, await InsideAsync());
        await AuditAsync();
    }

    [Fact]
    public async Task Who_is_taken_back_after_that_is_outside_and_may_come_in_again()
    {
        var (token, clash) = await LateAsync(party: 2);
        await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(("undone", 2), Taken(await Lead.ScanAsync(Undo("late"))));
        Assert.Equal("not-undone", (await Lead.ScanAsync(Undo("late"))).Answer());
        Assert.Equal(6, await InsideAsync());
        await AuditAsync();
        await LeaveAsync(2);
        Assert.Equal(("welcome", 2, 0), (await Two.ScanAsync(Again(token))).Admitted());
        Assert.Equal(6, await InsideAsync());
    }

    [Fact]
    public async Task Who_was_sent_away_may_come_back_when_there_is_room()
    {
        var (token, clash) = await LateAsync(party: 2);
        await SettleAsync(clash, ClashVerdict.SentAway);
        Assert.Equal("room-full", (await Two.ScanAsync(Again(token))).Answer());
        await LeaveAsync(2);
        Assert.Equal(("welcome", 2, 0), (await Two.ScanAsync(Again(token))).Admitted());
        Assert.Equal(6, await InsideAsync());
    }

    [Fact]
    public async Task Who_comes_by_a_ticket_that_was_used_meanwhile_stays_as_somebody_without_one()
    {
        var (token, clash) = await LateAsync(party: 2);
        await LeaveAsync(2);
        Assert.Equal(("welcome", 2, 0), (await Two.ScanAsync(Again(token))).Admitted());
        Assert.Equal(0, (await SettleAsync(clash, ClashVerdict.LetIn))!.Settled!.ByTicket);
        Assert.Equal(8, await InsideAsync());
        await AuditAsync();
        Assert.Equal(("undone", 2), Taken(await Lead.ScanAsync(Undo("late"))));
        Assert.Equal(6, await InsideAsync());
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public async Task Whose_ticket_was_replaced_meanwhile_is_inside_by_the_new_one_as_far_as_that_goes(int came, int byTicket)
    {
        var guest = await TestTicket.RegisterAsync(Site, "aigul@example.org", party: 3);
        var clash = await LateAsync(guest.Token, came);
        var smaller = (await guest.DoneAsync("party", new { party = 2 })).GetProperty("token").GetString()!;
        Assert.Equal(byTicket, (await SettleAsync(clash, ClashVerdict.LetIn))!.Settled!.ByTicket);
        Assert.Equal(6 + came, await InsideAsync());
        await AuditAsync();
        Assert.Equal(("already-inside", 0, 0), (await Two.ScanAsync(Again(smaller))).Admitted());
        Assert.Equal(("undone", came), Taken(await Lead.ScanAsync(Undo("late"))));
        Assert.Equal(6, await InsideAsync());
    }

    [Fact]
    public async Task A_lead_finds_who_was_let_in_beyond_the_room_among_those_who_came_lately()
    {
        await LateAsync(party: 2);
        using var answer = await Lead.GetAsync("/api/door/admissions?slot=clay");
        var listed = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray(), each => each.GetProperty("scanId").GetString() == "late");
        Assert.Equal((0, 2), (listed.GetProperty("places").GetInt32(), listed.GetProperty("over").GetInt32()));
    }

    private async Task<(string Token, Clash Clash)> LateAsync(int party)
    {
        var (token, _) = await GuestAsync("aigul", party);
        return (token, await LateAsync(token, party));
    }

    // The slot has begun, its free places and those of who has not come were given to others; the phone did not know.
    private async Task<Clash> LateAsync(string token, int places)
    {
        Clock.Advance(Begun);
        Assert.All(await Lead.ScanAllAsync(Enumerable.Range(1, 6).Select(number => WalkIn(1, $"other-{number}"))), answer => Assert.Equal("welcome", answer.Answer()));
        var answer = await One.ScanAsync(Proof(token, TicketToken.Parse(token)!.Payload.Ticket, places, scanId: "late"));
        Assert.Equal(("clash", "room"), (answer.Answer(), answer.GetProperty("cause").GetString()));
        Assert.Equal(6, await InsideAsync());
        return Assert.Single(await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix));
    }

    private async Task LeaveAsync(int people)
    {
        foreach (var number in Enumerable.Range(1, people))
            Assert.Equal("undone", (await Lead.ScanAsync(Undo($"other-{number}"))).Answer());
    }

    private object Again(string token) => TestDoor.Scan(token, door: "hall-back", at: Clock.GetUtcNow());

    private static (string, int) Taken(JsonElement answer) => (answer.Answer(), answer.GetProperty("places").GetInt32());
}
