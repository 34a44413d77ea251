using System.Net;
using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>Every answer of the door, over HTTP and real storage.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private TestDoor door = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Settings = new Dictionary<string, string?> { ["SignUpsPerMinutePerAddress"] = "100000" } });
        await site.ImportAsync(TestProgramme.Of(
            Now,
            TestProgramme.Slot("clay", Now),
            TestProgramme.Slot("tiny", Now, capacity: 1),
            TestProgramme.Slot("late", Now) with { DoorOpens = Now.AddMinutes(5) },
            TestProgramme.Slot("past", Now) with { Start = Now.AddHours(-2), End = Now.AddMinutes(30), SignUpCloses = Now.AddMinutes(30), DoorOpens = Now.AddHours(-2), DoorCloses = Now.AddMinutes(30) },
            TestProgramme.Slot("yard", Now) with { VenueId = TestProgramme.Yard },
            TestProgramme.Slot("open", Now, capacity: null)));
        door = await TestDoor.PairAsync(site, "hall-door", "hall-back");
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_ticket_opens_the_door_once_and_then_tells_since_when_and_where()
    {
        var token = await TokenAsync("clay", party: 2);
        var first = await door.ScanAsync(TestDoor.Scan(token), names: true);
        Assert.Equal(("welcome", 2, 0), first.Admitted());
        Assert.Equal("Айгүл Әбенова", first.GetProperty("name").GetString());
        Assert.Equal((2, 2, 20), (first.GetProperty("inside").GetInt32(), first.GetProperty("taken").GetInt32(), first.GetProperty("capacity").GetInt32()));
        var again = await door.ScanAsync(TestDoor.Scan(token, door: "hall-back"));
        Assert.Equal(("already-inside", 0, 0), again.Admitted());
        Assert.Equal("Hall door", again.GetProperty("door").GetProperty("en").GetString());
        Assert.InRange(again.GetProperty("since").GetDateTimeOffset(), Now.AddMinutes(-1), TimeProvider.System.GetUtcNow());
        Assert.False(again.TryGetProperty("name", out _));
    }

    [Fact]
    public async Task The_same_scan_again_gives_the_same_answer()
    {
        var scan = TestDoor.Scan(await TokenAsync("clay"));
        var first = await door.ScanAsync(scan);
        Assert.Equal("welcome", first.Answer());
        Assert.Equal(first.Admitted(), (await door.ScanAsync(scan)).Admitted());
        var many = await door.ScanAllAsync(Enumerable.Repeat(scan, 10));
        Assert.All(many, answer => Assert.Equal(first.Admitted(), answer.Admitted()));
        Assert.Equal(1, (await LedgerAsync("clay")).Inside);
    }

    [Fact]
    public async Task A_party_comes_in_parts_and_never_grows()
    {
        var token = await TokenAsync("clay", party: 4);
        Assert.Equal(("welcome", 1, 3), (await door.ScanAsync(TestDoor.Scan(token, places: 1))).Admitted());
        Assert.Equal(("already-inside", 0, 3), (await door.ScanAsync(TestDoor.Scan(token, places: 4))).Admitted());
        Assert.Equal(("already-inside", 0, 3), (await door.ScanAsync(TestDoor.Scan(token, places: 6))).Admitted());
        Assert.Equal(("welcome", 2, 1), (await door.ScanAsync(TestDoor.Scan(token, places: 2))).Admitted());
        Assert.Equal(("welcome", 1, 0), (await door.ScanAsync(TestDoor.Scan(token))).Admitted());
        Assert.Equal(("already-inside", 0, 0), (await door.ScanAsync(TestDoor.Scan(token))).Admitted());
        Assert.Equal(4, (await LedgerAsync("clay")).Inside);
    }

    [Fact]
    public async Task A_ticket_at_another_slots_door_is_told_where_it_belongs()
    {
        var answer = await door.ScanAsync(TestDoor.Scan(await TokenAsync("tiny")), names: true);
        Assert.Equal("other-slot", answer.Answer());
        Assert.Equal("tiny", answer.GetProperty("slot").GetProperty("id").GetString());
        Assert.False(answer.TryGetProperty("name", out _));
        Assert.Equal(0, (await LedgerAsync("clay")).Inside);
    }

    [Fact]
    public async Task The_doors_window_counts()
    {
        Assert.Equal("too-early", (await door.ScanAsync(TestDoor.Scan(await TokenAsync("late"), slot: "late"))).Answer());
        // A phone that was offline: it happened when it happened, and the slot was on.
        var token = await TokenAsync("past");
        Assert.Equal("too-early", (await door.ScanAsync(TestDoor.Scan(token, slot: "past", at: Now.AddHours(-3)))).Answer());
        Assert.Equal("welcome", (await door.ScanAsync(TestDoor.Scan(token, slot: "past", at: Now.AddMinutes(-1)))).Answer());
        var over = (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById("past")! with { DoorCloses = Now.AddMinutes(-5), End = Now.AddMinutes(-5), SignUpCloses = Now.AddMinutes(-5) };
        await site.Get<ProgrammeTable>().WriteSlotAsync(new StoredSlot(over, null), CancellationToken.None);
        await Task.Delay(ProgrammeInForce.KeptFor);
        Assert.Equal("over", (await door.ScanAsync(TestDoor.Scan(token, slot: "past"))).Answer());
    }

    [Fact]
    public async Task A_cancelled_slot_lets_nobody_in()
    {
        var token = await TokenAsync("clay");
        await site.ImportAsync(TestProgramme.Of(Now, [.. (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).Slots.Select(slot => slot with { Cancelled = slot.Id == "clay" })]));
        await Task.Delay(ProgrammeInForce.KeptFor);
        Assert.Equal("slot-cancelled", (await door.ScanAsync(TestDoor.Scan(token))).Answer());
    }

    [Theory]
    [InlineData(TicketVoid.Cancelled, "cancelled")]
    [InlineData(TicketVoid.Replaced, "replaced")]
    public async Task A_void_ticket_lets_nobody_in(TicketVoid gone, string expected)
    {
        var guest = await RegisterAsync("clay", party: 2);
        var ticket = TicketPageKey.Parse(guest.Key)!.Value.Ticket;
        var slots = site.Get<SlotTable>();
        await site.Storage.Slots.AddEntityAsync(SlotRowsTable.ToEntity(slots.Partition("clay"), Admission.None(ticket, 1) with { Void = gone }, "test"));
        Assert.Equal((expected, 0, 0), (await door.ScanAsync(TestDoor.Scan(guest.Token))).Admitted());
        Assert.Equal((expected, 0, 0), (await door.ScanAsync(TestDoor.Scan(guest.Token, places: 1))).Admitted());
        Assert.Equal((expected, 0, 0), (await door.ScanAsync(TestDoor.Scan(guest.Token, places: 6))).Admitted());
        Assert.Equal(0, (await LedgerAsync("clay")).Inside);
    }

    [Fact]
    public async Task A_short_code_serves_a_broken_screen_and_tells_who_waits()
    {
        var inside = await RegisterAsync("tiny", party: 1);
        var waiting = new TestGuest("second@example.org");
        Assert.Equal("waiting", (await waiting.RegisterAsync(site, "tiny")).Answer);
        var codes = await CodesAsync("tiny");
        var confirmed = TicketPageKey.Parse(inside.Key)!.Value.Ticket.ToString();
        var typed = await door.ScanAsync(TestDoor.Typed(codes[confirmed], slot: "tiny"));
        Assert.Equal(("welcome", confirmed, 1), (typed.Answer(), typed.GetProperty("ticket").GetString(), typed.GetProperty("issue").GetInt32()));
        Assert.Equal("waiting", (await door.ScanAsync(TestDoor.Typed(codes.Single(code => code.Key != confirmed).Value, slot: "tiny"))).Answer());
        var again = await door.ScanAsync(TestDoor.Scan(inside.Token, slot: "tiny"));
        Assert.Equal("already-inside", again.Answer());
        Assert.False(again.TryGetProperty("ticket", out _));
        Assert.Equal("unreadable", (await door.ScanAsync(TestDoor.Typed("0000-0000", slot: "tiny"))).Answer());
        Assert.Equal("unreadable", (await door.ScanAsync(TestDoor.Typed("x' or 1 eq 1", slot: "tiny"))).Answer());
    }

    [Fact]
    public async Task What_is_no_ticket_of_ours_is_told_apart()
    {
        var token = await TokenAsync("clay");
        var swapped = token[^1] == 'A' ? 'B' : 'A';
        Assert.Contains((await door.ScanAsync(TestDoor.Scan(token[..^1] + swapped))).Answer(), (string[])["forged", "unreadable"]);
        Assert.Equal("unknown-key", (await door.ScanAsync(TestDoor.Scan(TicketKit.Token()))).Answer());
        Assert.Equal("forged", (await door.ScanAsync(TestDoor.Scan(Forged(token)))).Answer());
        Assert.Equal("unreadable", (await door.ScanAsync(TestDoor.Scan("https://example.org/"))).Answer());
        Assert.Equal("unreadable", (await door.ScanAsync(TestDoor.Scan(""))).Answer());
        Assert.Equal("unreadable", (await door.ScanAsync(TestDoor.Scan("\0\uD83C\uDF89 сәлем"))).Answer());
    }

    [Theory]
    [InlineData("clay", "yard-door")]
    [InlineData("yard", "yard-door")]
    [InlineData("yard", "hall-door")]
    [InlineData("open", "hall-door")]
    [InlineData("clay", "no-such-door")]
    public async Task A_device_scans_only_at_its_doors(string slot, string at) =>
        Assert.Equal("not-your-door", (await door.ScanAsync(TestDoor.Scan(await TokenAsync("clay"), slot, at))).Answer());

    [Fact]
    public async Task Without_a_token_of_ours_nobody_scans()
    {
        foreach (var bearer in (string[])["", "x", "0123456789abcdef.forged", new('a', 5000)])
            Assert.Equal(HttpStatusCode.Unauthorized, (await new TestDoor(site, bearer).PostAsync(new { scans = new[] { TestDoor.Scan("x") } })).Status);
    }

    private async Task<Ledger> LedgerAsync(string slot) => (await site.Get<SlotTable>().ReadLedgerAsync(slot, CancellationToken.None))!.Ledger;

    private async Task<GuestAnswer> RegisterAsync(string slot, int party) => await new TestGuest("aigul@example.org", party).RegisterAsync(site, slot);

    private async Task<string> TokenAsync(string slot, int party = 1) => (await RegisterAsync(slot, party)).Token;

    private async Task<Dictionary<string, string>> CodesAsync(string slot)
    {
        var codes = new Dictionary<string, string>();
        await foreach (var row in site.Get<SlotTable>().ListAsync(slot, Registrations.Registration.Prefix, CancellationToken.None))
            codes[((Registrations.Registration)row.Row).Ticket] = ((Registrations.Registration)row.Row).ShortCode;
        return codes;
    }

    // Our own key's id over somebody else's signature.
    private static string Forged(string token)
    {
        var bytes = Base45.Decode(token)!;
        bytes[^1] ^= 1;
        return Base45.Encode(bytes);
    }
}
