using System.Buffers.Text;
using System.Net;
using Esik.Audits;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>What phones fetch and hand in, over HTTP and real storage: proofs, clashes, undos, walk-ins, last words.</summary>
public sealed class HandInTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private TestSite site = null!;
    private TestDoor one = null!;
    private TestDoor two = null!;
    private TestDoor lead = null!;
    private int made;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Clock = clock, Settings = Limits.Raised });
        var now = clock.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 6), TestProgramme.Slot("yard", now) with { VenueId = TestProgramme.Yard }));
        one = await TestDoor.PairAsync(site, "hall-door");
        two = await TestDoor.PairAsync(site, "hall-back");
        lead = await TestDoor.PairAsync(site, DoorRole.Lead, "hall-door", "hall-back");
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_sync_brings_all_that_a_door_needs_and_a_roster_only_what_changed()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var told = await one.SyncAsync(new { sentAt = clock.GetUtcNow().AddHours(-3), waiting = 4, setAside = 1 });
        Assert.Equal(("volunteer", 2), (told.GetProperty("device").GetProperty("role").GetString(), told.GetProperty("festival").GetProperty("numberLast").GetInt32()));
        var slot = Assert.Single(told.GetProperty("slots").EnumerateArray());
        Assert.Equal(("clay", 6, true), (slot.GetProperty("id").GetString(), slot.GetProperty("capacity").GetInt32(), slot.GetProperty("changed").GetBoolean()));
        var device = (await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None)).Single(other => other.Waiting == 4);
        Assert.Equal((1, 3 * 3600), (device.SetAside, device.ClockOffsetSeconds));
        var (bytes, cursor) = await one.RosterAsync("clay");
        Assert.Equal((1, ticket.ToString()), (bytes[7], Convert.ToHexStringLower(bytes.AsSpan(8, 8))));
        Assert.Equal("Айгүл Әбенова", RosterName.Open(bytes.AsSpan(21), ticket, 1, 0, TicketToken.Parse(token)!.Signature.Span));
        Assert.Equal(8, (await one.RosterAsync("clay", cursor)).Bytes.Length);
        Assert.Equal(HttpStatusCode.NotFound, await one.RosterStatusAsync("yard"));
    }

    [Fact]
    public async Task A_proof_lets_in_once_and_one_that_is_wrong_is_set_aside()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        Assert.Equal(("welcome", 2, 0), (await one.ScanAsync(Proof(token, ticket, 2))).Admitted());
        Assert.Equal("already-inside", (await two.ScanAsync(Proof(token, ticket, null, "hall-back", shown: null))).Answer());
        var wrong = await one.ScanAsync(Proof(token[..^1] + (token[^1] == '0' ? '1' : '0'), ticket, 2));
        Assert.Equal(("set-aside", "proof-wrong"), (wrong.Answer(), wrong.GetProperty("code").GetString()));
        Assert.Equal("set-aside", (await one.ScanAsync(Proof(token, new TicketId(7), 2))).Answer());
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task A_malformed_scan_is_set_aside_and_blocks_none()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        var answers = await one.ScanAllAsync([new { scanId = "bad", slot = "clay" }, 5, new { scanId = "far", token = "x", slot = "nowhere", door = "hall-door", scannedAt = clock.GetUtcNow() }, Proof(token, ticket, 1)]);
        Assert.Equal(["set-aside", "set-aside", "set-aside", "welcome"], answers.Select(answer => answer.Answer()));
        Assert.Equal(["scan-unusable", "scan-unusable", "slot-not-found"], answers.Take(3).Select(answer => answer.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Two_doors_that_let_in_one_ticket_make_a_clash_and_the_earlier_stands()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var late = Proof(token, ticket, 2, "hall-back", minutesAgo: 5);
        var early = Proof(token, ticket, 2, minutesAgo: 9);
        Assert.Equal("welcome", (await two.ScanAsync(late, sentAt: clock.GetUtcNow())).Answer());
        var answer = await one.ScanAsync(early, sentAt: clock.GetUtcNow());
        Assert.Equal(("clash", 0, 2), (answer.Answer(), answer.GetProperty("places").GetInt32(), answer.GetProperty("over").GetInt32()));
        Assert.Equal("clash", (await one.ScanAsync(early, sentAt: clock.GetUtcNow())).Answer());
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix));
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
        var anew = await TestDoor.PairAsync(site, "yard-door");
        Assert.Equal("not-your-door", (await anew.ScanAsync(TestDoor.Scan(token, at: clock.GetUtcNow()))).Answer());
        Assert.Equal(("welcome", 2, 0), (await anew.ScanAsync(Proof(token, ticket, 2, minutesAgo: 5))).Admitted());
        Assert.Equal("clash", (await one.ScanAsync(Proof(token, ticket, 2))).Answer());
        Assert.Equal("not-your-door", (await anew.ScanAsync(new { scanId = "typed", shortCode = "x", slot = "clay", door = "hall-door", scannedAt = clock.GetUtcNow(), offline = true, shown = "welcome" })).Answer());
        Assert.Equal(2, await InsideAsync());
        await AuditAsync();
    }

    [Fact]
    public async Task Two_of_four_at_each_door_is_no_clash()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        Assert.Equal(("welcome", 2, 2), (await one.ScanAsync(Proof(token, ticket, 2))).Admitted());
        Assert.Equal(("welcome", 2, 0), (await two.ScanAsync(Proof(token, ticket, 2, "hall-back"))).Admitted());
        Assert.Empty(await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix));
    }

    [Fact]
    public async Task People_who_are_let_stay_after_a_clash_are_counted_once()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        await one.ScanAsync(Proof(token, ticket, 1));
        await two.ScanAsync(Proof(token, ticket, 1, "hall-back"));
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix));
        for (var times = 0; times < 2; times++)
            await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(2, await InsideAsync());
        await AuditAsync();
    }

    [Fact]
    public async Task Of_three_doors_that_let_one_in_the_undo_of_the_first_leaves_one_too_many()
    {
        await ThreeDoorsAsync();
        Assert.Equal("undone", (await one.ScanAsync(Undo("a"))).Answer());
        var clashes = (await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix)).OrderBy(clash => clash.Scan.ScanId).ToList();
        Assert.Equal([ClashVerdict.Undone, null], clashes.Select(clash => clash.Settled?.Verdict));
        Assert.Equal(("b", "b", 1), (clashes[1].Against!.ScanId, clashes[1].Stands, clashes[1].Over));
        foreach (var clash in clashes)
            await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(2, await InsideAsync());
        await AuditAsync();
    }

    // what was said of the second door's and of the third's, who is undone then → people inside
    [Theory]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.SentAway, "a", 1)]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.LetIn, "a", 2)]
    [InlineData(ClashVerdict.SentAway, ClashVerdict.WrongScan, "a", 0)]
    [InlineData(ClashVerdict.SentAway, null, "a", 1)]
    [InlineData(ClashVerdict.SentAway, null, "b", 1)]
    [InlineData(ClashVerdict.LetIn, null, "b", 1)]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.SentAway, "c", 2)]
    public async Task What_was_decided_about_people_stays_decided_when_another_is_undone(ClashVerdict second, ClashVerdict? third, string undone, int inside)
    {
        await ThreeDoorsAsync();
        var clashes = (await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix)).OrderBy(clash => clash.Scan.ScanId).ToList();
        await SettleAsync(clashes[0], second);
        if (third is { } verdict)
            await SettleAsync(clashes[1], verdict);
        Assert.Equal("undone", (await lead.ScanAsync(Undo(undone))).Answer());
        Assert.Equal(inside, await InsideAsync());
        await AuditAsync();
    }

    // One person's ticket, let in by three phones that did not know of each other.
    private async Task ThreeDoorsAsync()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        foreach (var (door, scanId, minutesAgo) in new[] { (one, "a", 9), (two, "b", 8), (lead, "c", 7) })
            await door.ScanAsync(Proof(token, ticket, 1, door == two ? "hall-back" : "hall-door", minutesAgo, scanId: scanId));
    }

    [Fact]
    public async Task An_undo_takes_back_what_was_let_in_once_and_a_lead_may_do_it_for_others()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        var scan = Proof(token, ticket, 2, scanId: "first");
        await one.ScanAsync(scan);
        Assert.Equal("not-undone", (await two.ScanAsync(Undo("first", "hall-back"))).Answer());
        Assert.Equal("undone", (await one.ScanAsync(Undo("first"))).Answer());
        Assert.Equal("not-undone", (await one.ScanAsync(Undo("first"))).Answer());
        Assert.Equal(0, await InsideAsync());
        await two.ScanAsync(Proof(token, ticket, 1, "hall-back", scanId: "second"));
        clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("not-undone", (await two.ScanAsync(Undo("second", "hall-back"))).Answer());
        Assert.Equal("undone", (await lead.ScanAsync(Undo("second"))).Answer());
        var stored = (await SeatCheck.RowsAsync<Scan>(site, "clay", Scan.Prefix)).Single(row => row is { Kind: ScanKind.Undo, Undoes: "second", Answer: DoorAnswer.Undone });
        Assert.Equal("wrong guest", stored.Reason);
        Assert.Equal(0, await InsideAsync());
        await AuditAsync();
    }

    [Fact]
    public async Task Scan_undo_and_scan_again_in_one_post_keep_their_order()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        var answers = await one.ScanAllAsync([Proof(token, ticket, 1, scanId: "a"), Undo("a"), Proof(token, ticket, 1, scanId: "b")]);
        Assert.Equal(["welcome", "undone", "welcome"], answers.Select(answer => answer.Answer()));
        Assert.Equal(1, await InsideAsync());
    }

    [Fact]
    public async Task Walk_ins_take_free_places_and_after_the_release_those_of_who_has_not_come()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        Assert.Equal("welcome", (await one.ScanAsync(WalkIn(2))).Answer());
        Assert.Equal("full", (await one.ScanAsync(WalkIn(1))).Answer());
        await SeatCheck.UntilAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return (await SeatCheck.TallyAsync(site)).Inside == 2;
            },
            "the tally");
        clock.Advance(Rosters.TallyKeptFor);
        var slot = Assert.Single((await one.SyncAsync(new { })).GetProperty("slots").EnumerateArray());
        Assert.Equal((0, 2), (slot.GetProperty("walkIns").GetProperty("free").GetInt32(), slot.GetProperty("inside").GetInt32()));
        // Sign-up is open, and the walk-ins hold their places.
        Assert.Equal("waiting", (await new TestGuest("late@example.org").RegisterAsync(site, "clay")).Answer);
        clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal("welcome", (await one.ScanAsync(WalkIn(3))).Answer());
        Assert.Equal("room-full", (await two.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: 2, at: clock.GetUtcNow()))).Answer());
        Assert.Equal("welcome", (await two.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: 1, at: clock.GetUtcNow()))).Answer());
        Assert.Equal("clash", (await two.ScanAsync(Proof(token, ticket, 1, "hall-back"))).Answer());
        Assert.Equal(6, await InsideAsync());
        await AuditAsync();
    }

    [Fact]
    public async Task A_revoked_phone_hands_its_queue_in_once_and_no_more()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        await RevokeAsync();
        var scans = new { scans = new[] { Proof(token, ticket, 1, minutesAgo: 1) } };
        var (status, json) = await one.PostAsync(scans);
        Assert.Equal((HttpStatusCode.Forbidden, "device-revoked"), (status, json.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(scans, lastWords: "yes")).Status);
        Assert.True(Assert.Single(await SeatCheck.RowsAsync<Scan>(site, "clay", Scan.Prefix)).FromRevoked);
        clock.Advance(DoorDesk.LastWordsTime - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(scans, lastWords: "yes")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await one.PostAsync(scans, lastWords: "yes")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await one.PostAsync(scans, lastWords: "more")).Status);
    }

    [Fact]
    public async Task A_revoked_phone_is_heard_however_late_and_however_often_it_has_to_begin()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        object[] scans = [Proof(token, ticket, 1, minutesAgo: 1), Proof(token, ticket, 1, minutesAgo: 1)];
        await RevokeAsync();
        // By then the pass of ten hours has ended, too.
        clock.Advance(TimeSpan.FromHours(50));
        Assert.Equal(HttpStatusCode.Forbidden, await one.MeAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await one.PostAsync(new { scans = Array.Empty<object>() }, lastWords: "yes")).Status);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(new { scans = scans[..1] }, lastWords: "more")).Status);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(new { scans = scans[1..] }, lastWords: "yes")).Status);
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task A_revoked_phone_hands_in_what_it_decided_alone_before_and_nothing_else()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        var code = (await SeatCheck.RowsAsync<Registrations.Registration>(site, "clay", Registrations.Registration.Prefix)).Single().ShortCode;
        await two.ScanAsync(Proof(token, ticket, 1, "hall-back", scanId: "others"));
        await RevokeAsync();
        clock.Advance(TimeSpan.FromMinutes(2));
        object[] scans =
        [
            Proof(token, ticket, 1, minutesAgo: 3),
            Proof(token, ticket, 1),
            TestDoor.Scan(token, at: clock.GetUtcNow().AddMinutes(-3)),
            WalkIn(1),
            Undo("others"),
            TestDoor.Typed(code),
            new { scanId = "undo-offline", kind = "undo", undoes = "others", slot = "clay", door = "hall-door", scannedAt = clock.GetUtcNow().AddMinutes(-3), offline = true, shown = "undone" },
        ];
        var (status, json) = await lead.PostAsync(new { scans, names = true }, lastWords: "yes");
        Assert.Equal(HttpStatusCode.OK, status);
        var answers = json.GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal(["welcome", "set-aside", "set-aside", "set-aside", "set-aside", "set-aside", "not-undone"], answers.Select(answer => answer.Answer()));
        Assert.All(answers[1..^1], answer => Assert.Equal("device-revoked", answer.GetProperty("code").GetString()));
        Assert.All(answers, answer => Assert.False(answer.TryGetProperty("name", out _)));
        Assert.Equal(2, await InsideAsync());
    }

    private async Task RevokeAsync()
    {
        foreach (var device in await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None))
            await site.Get<DoorDesk>().RevokeAsync(device.Id, CancellationToken.None);
    }

    private async Task<(string Token, TicketId Ticket)> GuestAsync(string name, int party)
    {
        var guest = await new TestGuest($"{name}@example.org", party).RegisterAsync(site, "clay");
        return (guest.Token, TicketToken.Parse(guest.Token)!.Payload.Ticket);
    }

    private object Proof(string token, TicketId ticket, int? places, string door = "hall-door", int minutesAgo = 0, string? shown = "welcome", string? scanId = null)
    {
        var payload = TicketToken.Parse(token)?.Payload;
        return new
        {
            scanId = scanId ?? $"scan-{++made}",
            ticket = ticket.ToString(),
            issue = (int)(payload?.Issue ?? 1),
            party = (int)(payload?.Party ?? 2),
            proof = Base64Url.EncodeToString(TicketToken.Proof(token)),
            slot = "clay",
            door,
            places,
            scannedAt = clock.GetUtcNow().AddMinutes(-minutesAgo),
            offline = shown is not null,
            shown,
        };
    }

    private object Undo(string undoes, string door = "hall-door") =>
        new { scanId = $"undo-{++made}", kind = "undo", undoes, reason = "wrong guest", slot = "clay", door, scannedAt = clock.GetUtcNow() };

    private object WalkIn(int places) => new { scanId = $"walk-{++made}", kind = "walk-in", places, slot = "clay", door = "hall-door", scannedAt = clock.GetUtcNow() };

    private async Task<Clash?> SettleAsync(Clash clash, ClashVerdict verdict)
    {
        var rows = await SettleChange.Rows(clash.Scan.ScanId, async key => (await site.Get<SlotTable>().ReadAsync("clay", key, CancellationToken.None))?.Row);
        return await site.Get<SlotWriters>().ChangeAsync("clay", new SettleChange(clash.Scan.ScanId, verdict, "seen", "desk@example.org", rows));
    }

    private async Task<int> InsideAsync() => (await SeatCheck.LedgerAsync(site)).Inside;

    private async Task AuditAsync()
    {
        var report = await site.Get<Audit>().RunAsync(new Progress<AuditReport>(), CancellationToken.None);
        Assert.Equal([], report.Findings.Where(finding => !finding.IsNote && finding.Damage is not (Damage.TallyBehind or Damage.MailOverdue or Damage.InMotion)).Select(finding => finding.Sentence));
    }
}
