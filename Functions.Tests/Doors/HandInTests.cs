using System.Net;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>What phones fetch and hand in, over HTTP and real storage: proofs, clashes, undos, walk-ins.</summary>
public sealed class HandInTests : HandInWorld
{
    [Fact]
    public async Task A_sync_brings_all_that_a_door_needs_and_a_roster_only_what_changed()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var told = await One.SyncAsync(new { sentAt = Clock.GetUtcNow().AddHours(-3), waiting = 4, setAside = 1 });
        Assert.Equal(("volunteer", 2), (told.GetProperty("device").GetProperty("role").GetString(), told.GetProperty("festival").GetProperty("numberLast").GetInt32()));
        var slot = Assert.Single(told.GetProperty("slots").EnumerateArray());
        Assert.Equal(("clay", 6, true), (slot.GetProperty("id").GetString(), slot.GetProperty("capacity").GetInt32(), slot.GetProperty("changed").GetBoolean()));
        var device = (await Site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None)).Single(other => other.Waiting == 4);
        Assert.Equal((1, 3 * 3600), (device.SetAside, device.ClockOffsetSeconds));
        var (bytes, cursor) = await One.RosterAsync("clay");
        Assert.Equal((1, ticket.ToString()), (bytes[7], Convert.ToHexStringLower(bytes.AsSpan(8, 8))));
        Assert.Equal("Айгүл Әбенова", RosterName.Open(bytes.AsSpan(21), ticket, 1, 0, TicketToken.Parse(token)!.Signature.Span));
        Assert.Equal(8, (await One.RosterAsync("clay", cursor)).Bytes.Length);
        Assert.Equal(HttpStatusCode.NotFound, await One.RosterStatusAsync("yard"));
    }

    [Fact]
    public async Task A_phone_knows_where_every_ticket_of_the_festival_leads_and_is_told_once()
    {
        Assert.False((await One.SyncAsync(new { })).TryGetProperty("elsewhere", out _));
        var elsewhere = (await One.SyncAsync(new { elsewhere = "" })).GetProperty("elsewhere");
        var yard = elsewhere.GetProperty("slots").EnumerateArray().Single(slot => slot.GetProperty("title").GetProperty("en").GetString() == "yard");
        Assert.Equal((2, "Yard"), (elsewhere.GetProperty("slots").GetArrayLength(), elsewhere.GetProperty("venues")[yard.GetProperty("venue").GetInt32()].GetProperty("en").GetString()));
        var again = (await One.SyncAsync(new { elsewhere = elsewhere.GetProperty("version").GetString() })).GetProperty("elsewhere");
        Assert.Equal(["version"], again.EnumerateObject().Select(property => property.Name));
        var answer = await One.ScanAsync(OtherSlot(yard.GetProperty("number").GetInt32()));
        Assert.Equal(("other-slot", "yard", "Yard"), (answer.Answer(), answer.GetProperty("slot").GetProperty("id").GetString(), answer.GetProperty("slot").GetProperty("venue").GetProperty("en").GetString()));
        Assert.Equal(yard.GetProperty("number").GetInt32(), (await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix)).Single().OtherSlot);
        // A page that was opened before this version says no number, and a number may be anybody's.
        foreach (var number in (int?[])[null, 0, -7, 70_000, 9_999])
            Assert.False((await One.ScanAsync(OtherSlot(number))).TryGetProperty("slot", out _));
    }

    private object OtherSlot(int? number) => new
    {
        scanId = $"other-{number}",
        ticket = new TicketId(7).ToString(),
        issue = 1,
        party = 2,
        number,
        proof = new string('A', 43),
        slot = "clay",
        door = "hall-door",
        scannedAt = Clock.GetUtcNow(),
        offline = true,
        shown = "other-slot",
    };

    [Fact]
    public async Task A_proof_lets_in_once_and_one_that_is_wrong_is_set_aside()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        Assert.Equal(("welcome", 2, 0), (await One.ScanAsync(Proof(token, ticket, 2))).Admitted());
        Assert.Equal("already-inside", (await Two.ScanAsync(Proof(token, ticket, null, "hall-back", shown: null))).Answer());
        var wrong = await One.ScanAsync(Proof(token[..^1] + (token[^1] == '0' ? '1' : '0'), ticket, 2));
        Assert.Equal(("set-aside", "proof-wrong"), (wrong.Answer(), wrong.GetProperty("code").GetString()));
        Assert.Equal("set-aside", (await One.ScanAsync(Proof(token, new TicketId(7), 2))).Answer());
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task Who_was_turned_away_without_a_network_is_stored_with_who_is_inside_since_when_and_by_which_door()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 3);
        var came = Clock.GetUtcNow().AddMinutes(-9);
        await Two.ScanAsync(Proof(token, ticket, 2, "hall-back", minutesAgo: 9));
        var answer = await One.ScanAsync(Proof(token, ticket, 2, minutesAgo: 5, shown: "already-inside", scanId: "away"));
        Assert.Equal(("already-inside", 0, 1), answer.Admitted());
        Assert.Equal(("Back door", came), (answer.GetProperty("door").GetProperty("en").GetString(), answer.GetProperty("since").GetDateTimeOffset()));
        var stored = (await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix)).Single(scan => scan.ScanId == "away");
        Assert.Equal((1, came, "hall-back"), (stored.Left, stored.Since, stored.SinceDoor));
        Assert.Equal(("room-full", 0, 1), (await One.ScanAsync(Proof(token, ticket, 2, shown: "room-full"))).Admitted());
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public void Only_who_was_turned_away_because_of_those_inside_costs_a_look_at_them()
    {
        var now = Clock.GetUtcNow();
        var question = TestQuestion.Of(TestProgramme.Slot("clay", now) with { Number = 1 }, now).With(issue: 1, party: 2);
        var looked = Enum.GetValues<DoorAnswer>().Where(shown => new ScanChange(TestQuestion.Facts("away", now), question, new TicketId(7), shown).Needs.Count > 0);
        Assert.Equal([DoorAnswer.AlreadyInside, DoorAnswer.RoomFull], looked.Order());
    }

    [Fact]
    public async Task A_malformed_scan_is_set_aside_and_blocks_none()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        var answers = await One.ScanAllAsync([new { scanId = "bad", slot = "clay" }, 5, new { scanId = "far", token = "x", slot = "nowhere", door = "hall-door", scannedAt = Clock.GetUtcNow() }, Proof(token, ticket, 1)]);
        Assert.Equal(["set-aside", "set-aside", "set-aside", "welcome"], answers.Select(answer => answer.Answer()));
        Assert.Equal(["scan-unusable", "scan-unusable", "slot-not-found"], answers.Take(3).Select(answer => answer.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Two_doors_that_let_in_one_ticket_make_a_clash_and_the_earlier_stands()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var late = Proof(token, ticket, 2, "hall-back", minutesAgo: 5);
        var early = Proof(token, ticket, 2, minutesAgo: 9);
        Assert.Equal("welcome", (await Two.ScanAsync(late, sentAt: Clock.GetUtcNow())).Answer());
        var answer = await One.ScanAsync(early, sentAt: Clock.GetUtcNow());
        Assert.Equal(("clash", 0, 2), (answer.Answer(), answer.GetProperty("places").GetInt32(), answer.GetProperty("over").GetInt32()));
        Assert.Equal("twice", (await One.ScanAsync(early, sentAt: Clock.GetUtcNow())).GetProperty("cause").GetString());
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix));
        Assert.Equal((ClashCause.Twice, clash.Scan.ScanId, "hall-back"), (clash.Cause, clash.Stands, clash.Against!.Door));
        Assert.Equal(2, await InsideAsync());
        await AuditAsync();
        var settled = await SettleAsync(clash, ClashVerdict.SentAway);
        Assert.Equal(settled, await SettleAsync(clash, ClashVerdict.LetIn));
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task Whom_a_phone_let_in_counts_after_it_was_paired_anew_for_other_doors()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var anew = await TestDoor.PairAsync(Site, "yard-door");
        Assert.Equal("not-your-door", (await anew.ScanAsync(TestDoor.Scan(token, at: Clock.GetUtcNow()))).Answer());
        Assert.Equal(("welcome", 2, 0), (await anew.ScanAsync(Proof(token, ticket, 2, minutesAgo: 5))).Admitted());
        Assert.Equal("clash", (await One.ScanAsync(Proof(token, ticket, 2))).Answer());
        Assert.Equal("not-your-door", (await anew.ScanAsync(new { scanId = "typed", shortCode = "x", slot = "clay", door = "hall-door", scannedAt = Clock.GetUtcNow(), offline = true, shown = "welcome" })).Answer());
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task Two_of_four_at_each_door_is_no_clash()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        Assert.Equal(("welcome", 2, 2), (await One.ScanAsync(Proof(token, ticket, 2))).Admitted());
        Assert.Equal(("welcome", 2, 0), (await Two.ScanAsync(Proof(token, ticket, 2, "hall-back"))).Admitted());
        Assert.Empty(await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix));
    }

    [Fact]
    public async Task People_who_are_let_stay_after_a_clash_are_counted_once()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        await One.ScanAsync(Proof(token, ticket, 1));
        await Two.ScanAsync(Proof(token, ticket, 1, "hall-back"));
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix));
        for (var times = 0; times < 2; times++)
            await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task An_undo_takes_back_what_was_let_in_once_and_a_lead_may_do_it_for_others()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var scan = Proof(token, ticket, 2, scanId: "first");
        await One.ScanAsync(scan);
        Assert.Equal("not-undone", (await Two.ScanAsync(Undo("first", "hall-back"))).Answer());
        Assert.Equal("undone", (await One.ScanAsync(Undo("first"))).Answer());
        Assert.Equal("not-undone", (await One.ScanAsync(Undo("first"))).Answer());
        Assert.Equal(0, await InsideAsync());
        await Two.ScanAsync(Proof(token, ticket, 1, "hall-back", scanId: "second"));
        Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("not-undone", (await Two.ScanAsync(Undo("second", "hall-back"))).Answer());
        Assert.Equal("undone", (await Lead.ScanAsync(Undo("second"))).Answer());
        var stored = (await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix)).Single(row => row is { Kind: ScanKind.Undo, Undoes: "second", Answer: DoorAnswer.Undone });
        Assert.Equal("wrong guest", stored.Reason);
        Assert.Equal(0, await InsideAsync());
    }

    [Fact]
    public async Task Scan_undo_and_scan_again_in_one_post_keep_their_order()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        var answers = await One.ScanAllAsync([Proof(token, ticket, 1, scanId: "a"), Undo("a"), Proof(token, ticket, 1, scanId: "b")]);
        Assert.Equal(["welcome", "undone", "welcome"], answers.Select(answer => answer.Answer()));
        Assert.Equal(1, await InsideAsync());
    }

    [Fact]
    public async Task Walk_ins_take_free_places_and_after_the_release_those_of_who_has_not_come()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        Assert.Equal("welcome", (await One.ScanAsync(WalkIn(2))).Answer());
        Assert.Equal("full", (await One.ScanAsync(WalkIn(1))).Answer());
        await SeatCheck.UntilAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return (await SeatCheck.TallyAsync(Site)).Inside == 2;
            },
            "the tally");
        Clock.Advance(Rosters.TallyKeptFor);
        var slot = Assert.Single((await One.SyncAsync(new { })).GetProperty("slots").EnumerateArray());
        Assert.Equal((0, 2), (slot.GetProperty("walkIns").GetProperty("free").GetInt32(), slot.GetProperty("inside").GetInt32()));
        // Sign-up is open, and the walk-ins hold their places.
        Assert.Equal("waiting", (await new TestGuest("late@example.org").RegisterAsync(Site, "clay")).Answer);
        Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal("welcome", (await One.ScanAsync(WalkIn(3))).Answer());
        Assert.Equal("room-full", (await Two.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: 2, at: Clock.GetUtcNow()))).Answer());
        Assert.Equal("welcome", (await Two.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: 1, at: Clock.GetUtcNow()))).Answer());
        var late = Proof(token, ticket, 1, "hall-back");
        for (var times = 0; times < 2; times++)
            Assert.Equal("room", (await Two.ScanAsync(late)).GetProperty("cause").GetString());
        Assert.Equal(6, await InsideAsync());
    }
}
