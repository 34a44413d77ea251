using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Tickets;
using Esik.Tickets.Tests;

namespace Esik.Doors.Tests;

/// <summary>A door that has closed tells nobody's ticket any more; should it be opened again, phones hear of every one, withdrawn ones too.</summary>
public sealed class ClosedDoorTests : HandInWorld
{
    private const int HeadLength = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_door_that_is_opened_again_knows_all_that_changed_meanwhile(bool wasThereBefore)
    {
        var (stays, leaves) = (await TestTicket.RegisterAsync(Site, "aigul@example.org", party: 2), await TestTicket.RegisterAsync(Site, "dana@example.org", party: 1));
        await ToldAsync(taken: 3);
        var known = wasThereBefore ? (await One.RosterAsync("clay")).Cursor : null;
        await leaves.DoneAsync("withdraw");
        await ToldAsync(taken: 2);
        Clock.Advance(TimeSpan.FromHours(3));
        var (bytes, cursor) = await One.RosterAsync("clay", known);
        Assert.Equal(HeadLength, bytes.Length);
        // Nobody who stays at a closed door asks again and again.
        Assert.False(await IsChangedAsync(cursor));
        await OpenAgainAsync();
        Assert.True(await IsChangedAsync(cursor));
        var tickets = TicketsOf((await One.RosterAsync("clay", cursor)).Bytes);
        Assert.Contains(TicketToken.Parse(leaves.Token)!.Payload.Ticket.ToString(), tickets);
        Assert.Equal("cancelled", (await One.ScanAsync(TestDoor.Scan(leaves.Token, at: Clock.GetUtcNow()))).Answer());
        Assert.Equal("welcome", (await One.ScanAsync(TestDoor.Scan(stays.Token, at: Clock.GetUtcNow()))).Answer());
    }

    private async Task OpenAgainAsync()
    {
        var now = Clock.GetUtcNow();
        var slot = TestProgramme.Slot("clay", now.AddHours(-3), capacity: 6) with { DoorCloses = now.AddHours(1) };
        await Site.ImportAsync(TestProgramme.Of(now, slot, TestProgramme.Slot("yard", now.AddHours(-3)) with { VenueId = TestProgramme.Yard }));
        Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<bool> IsChangedAsync(string cursor) =>
        Assert.Single((await One.SyncAsync(new { known = new Dictionary<string, string> { ["clay"] = cursor } })).GetProperty("slots").EnumerateArray()).GetProperty("changed").GetBoolean();

    private Task ToldAsync(int taken) => SeatCheck.UntilAsync(
        async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return (await SeatCheck.TallyAsync(Site)).Taken == taken;
        },
        "the tally");

    // As RosterBytes lays them out: id, issue, flags, admitted, name version, length of the name, the name.
    private static List<string> TicketsOf(byte[] bytes)
    {
        var tickets = new List<string>();
        for (var at = HeadLength; at < bytes.Length; at += 13 + bytes[at + 12])
            tickets.Add(Convert.ToHexStringLower(bytes.AsSpan(at, 8)));
        return tickets;
    }
}
