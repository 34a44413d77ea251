using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Tickets.Tests;

namespace Esik.Doors.Tests;

/// <summary>What the door says to a ticket that its guest changed since.</summary>
public sealed class ChangedTicketTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private TestDoor door = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        door = await TestDoor.PairAsync(site, "hall-door");
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_withdrawn_ticket_is_cancelled_and_the_one_after_it_welcome()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2);
        await ticket.DoneAsync("withdraw");
        Assert.Equal(("cancelled", 0, 0), await ScanAsync(ticket.Token));
        var again = await TestTicket.RegisterAsync(site, "aigul@example.org");
        Assert.Equal(("welcome", 1, 0), await ScanAsync(again.Token));
        Assert.Equal(("cancelled", 0, 0), await ScanAsync(ticket.Token));
    }

    [Fact]
    public async Task A_ticket_for_fewer_replaces_the_old_one()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 4);
        var smaller = (await ticket.DoneAsync("party", new { party = 3 })).GetProperty("token").GetString()!;
        Assert.Equal(("replaced", 0, 0), await ScanAsync(ticket.Token));
        Assert.Equal(("welcome", 3, 0), await ScanAsync(smaller));
    }

    [Fact]
    public async Task Who_came_in_before_counts_on_the_new_ticket()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 4);
        Assert.Equal(("welcome", 2, 2), await ScanAsync(ticket.Token, places: 2));
        var smaller = (await ticket.DoneAsync("party", new { party = 3 })).GetProperty("token").GetString()!;
        Assert.Equal(("already-inside", 0, 1), await ScanAsync(smaller, places: 2));
        Assert.Equal(("welcome", 1, 0), await ScanAsync(smaller));
        Assert.Equal(("already-inside", 0, 0), await ScanAsync(smaller));
        Assert.Equal(3, (await Registrations.Tests.SeatCheck.LedgerAsync(site)).Inside);
    }

    [Fact]
    public async Task A_ticket_of_another_address_replaces_the_old_one()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org", party: 2);
        var moved = (await ticket.DoneAsync("email", new { email = "new@example.org", requestId = SignUp.NewRequestId() })).GetProperty("token").GetString()!;
        Assert.Equal(("replaced", 0, 0), await ScanAsync(ticket.Token));
        Assert.Equal(("welcome", 2, 0), await ScanAsync(moved));
    }

    [Fact]
    public async Task A_corrected_name_leaves_the_printed_code_good_and_is_what_the_door_sees()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org");
        await ticket.DoneAsync("name", new { name = "Дана Ерекшеова" });
        var answer = await door.ScanAsync(TestDoor.Scan(ticket.Token), names: true);
        Assert.Equal(("welcome", "Дана Ерекшеова"), (answer.Answer(), answer.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_short_code_tells_of_a_withdrawal_too()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org");
        var code = (await ticket.StateAsync()).Json.GetProperty("shortCode").GetString()!;
        await ticket.DoneAsync("withdraw");
        Assert.Equal("cancelled", (await door.ScanAsync(TestDoor.Typed(code))).Answer());
    }

    private async Task<(string Answer, int Places, int Left)> ScanAsync(string token, int? places = null) => (await door.ScanAsync(TestDoor.Scan(token, places: places))).Admitted();
}
