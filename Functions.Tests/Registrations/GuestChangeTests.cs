using System.Net;
using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Tickets;
using Esik.Tickets.Tests;

namespace Esik.Registrations.Tests;

/// <summary>What guests change of their own registration, as JSON over real storage: places, tickets, mails, and the same request twice.</summary>
public sealed class GuestChangeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 6), TestProgramme.Slot("small", Now, capacity: 2)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Withdrawing_gives_the_places_back_voids_the_ticket_and_is_said_twice_alike()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 4);
        var first = await ticket.DoneAsync("withdraw");
        Assert.Equal(("withdrawn", "given-back"), (first.GetProperty("state").GetString(), first.GetProperty("reason").GetString()));
        Assert.False(first.TryGetProperty("token", out _));
        Assert.Equal(first.GetRawText(), (await ticket.DoneAsync("withdraw")).GetRawText());
        Assert.Equal((0, 0, 6), await CountsAsync("clay"));
        Assert.Equal((TicketVoid.Cancelled, 0), await AdmissionAsync(ticket, issue: 1));
        var row = await ticket.RowAsync();
        Assert.Equal((RegistrationState.Withdrawn, 2, "withdrawn"), (row.State, row.Issue, row.History[^1].What));
        Assert.Equal([MailKind.Ticket, MailKind.Withdrawn], await MailsAsync("clay", row.Ticket));
    }

    [Fact]
    public async Task A_guest_who_waits_leaves_the_line()
    {
        await TestTicket.RegisterAsync(site, "first@example.org", party: 2, slot: "small");
        var waiting = await TestTicket.RegisterAsync(site, "second@example.org", party: 2, slot: "small");
        Assert.Equal((2, 2, 2), await CountsAsync("small"));
        await waiting.DoneAsync("withdraw");
        Assert.Equal((2, 0, 2), await CountsAsync("small"));
        Assert.Equal(0, (await SeatCheck.LedgerAsync(site, "small")).WaitingParties);
    }

    [Fact]
    public async Task Giving_part_back_keeps_the_rest_with_a_new_ticket_and_never_adds()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 4);
        var token = (await ticket.StateAsync()).Json.GetProperty("token").GetString();
        var kept = await ticket.DoneAsync("party", new { party = 3 });
        Assert.Equal((3, "confirmed"), (kept.GetProperty("party").GetInt32(), kept.GetProperty("state").GetString()));
        Assert.NotEqual(token, kept.GetProperty("token").GetString());
        Assert.Equal(kept.GetRawText(), (await ticket.DoneAsync("party", new { party = 3 })).GetRawText());
        Assert.Equal((3, 0, 6), await CountsAsync("clay"));
        Assert.Equal((TicketVoid.Replaced, 0), await AdmissionAsync(ticket, issue: 1));
        Assert.Equal("party", (await ticket.RefusedAsync("party", 422, "party-not-smaller", new { party = 4 })).GetProperty("field").GetString());
        await ticket.RefusedAsync("party", 422, "party-unusable", new { party = 0 });
        Assert.Equal([MailKind.Ticket, MailKind.PartyChanged], await MailsAsync("clay", (await ticket.RowAsync()).Ticket));
    }

    [Fact]
    public async Task A_party_that_waits_gets_smaller_and_keeps_its_place()
    {
        await TestTicket.RegisterAsync(site, "first@example.org", party: 2, slot: "small");
        var waiting = await TestTicket.RegisterAsync(site, "second@example.org", party: 2, slot: "small");
        var before = await waiting.RowAsync();
        await waiting.DoneAsync("party", new { party = 1 });
        var after = await waiting.RowAsync();
        Assert.Equal((before.Order, 1, RegistrationState.Waiting, 0), (after.Order, after.Party, after.State, after.Issue));
        Assert.Equal((2, 1, 2), await CountsAsync("small"));
        Assert.Equal(1, (await SeatCheck.LedgerAsync(site, "small")).WaitingParties);
    }

    [Fact]
    public async Task A_corrected_name_leaves_the_ticket_as_it_is()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org");
        var token = (await ticket.StateAsync()).Json.GetProperty("token").GetString();
        var renamed = await ticket.DoneAsync("name", new { name = "  Айгүл   Ерекшеова " });
        Assert.Equal(("Айгүл Ерекшеова", token), (renamed.GetProperty("name").GetString(), renamed.GetProperty("token").GetString()));
        Assert.Equal(renamed.GetRawText(), (await ticket.DoneAsync("name", new { name = "Айгүл Ерекшеова" })).GetRawText());
        await ticket.RefusedAsync("name", 422, "name-missing", new { name = " " });
        Assert.Equal(2, (await ticket.RowAsync()).History.Count);
        Assert.Equal([MailKind.Ticket], await MailsAsync("clay", (await ticket.RowAsync()).Ticket));
    }

    [Fact]
    public async Task The_mail_goes_out_again_once_in_ten_minutes()
    {
        var clock = new ShiftedClock(Now);
        await using var late = await TestSite.StartAsync(new() { Clock = clock });
        await late.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        var ticket = await TestTicket.RegisterAsync(late, "aigul@example.org");
        await ticket.DoneAsync("again");
        // The answer may have been lost: the same again so soon is the same.
        await ticket.DoneAsync("again");
        clock.Move(TimeSpan.FromSeconds(31));
        var refused = await ticket.RefusedAsync("again", 429, "just-sent");
        Assert.Contains("Хат жаңа ғана жіберілді: сағат ", refused.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal([MailKind.Ticket, MailKind.TicketAgain], await MailsAsync("clay", (await ticket.RowAsync()).Ticket, late));
    }

    [Fact]
    public async Task Who_is_inside_gives_nothing_back_and_moves_nowhere()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 4);
        var door = await Doors.Tests.TestDoor.PairAsync(site, "hall-door");
        Assert.Equal("welcome", Doors.Tests.ScanAnswers.Answer(await door.ScanAsync(Doors.Tests.TestDoor.Scan(ticket.Token, places: 2))));
        await ticket.RefusedAsync("withdraw", 409, "already-inside");
        await ticket.RefusedAsync("party", 409, "already-inside", new { party = 1 });
        await ticket.RefusedAsync("email", 409, "already-inside", new { email = "other@example.org", requestId = SignUp.NewRequestId() });
        await ticket.DoneAsync("party", new { party = 3 });
        Assert.Equal((TicketVoid.Replaced, 2), await AdmissionAsync(ticket, issue: 1));
        Assert.Equal((null, 2), await AdmissionAsync(ticket, issue: 2));
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);
    }

    [Fact]
    public async Task Nothing_is_changed_of_what_was_withdrawn()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2);
        await ticket.DoneAsync("withdraw");
        await ticket.RefusedAsync("party", 410, "registration-withdrawn", new { party = 1 });
        await ticket.RefusedAsync("name", 410, "registration-withdrawn", new { name = "Dana" });
        await ticket.RefusedAsync("again", 410, "registration-withdrawn");
        await ticket.RefusedAsync("email", 410, "registration-withdrawn", new { email = "other@example.org", requestId = SignUp.NewRequestId() });
    }

    [Fact]
    public async Task Who_signs_up_again_stands_at_the_end_of_the_line_under_a_new_key()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2, slot: "small");
        await ticket.DoneAsync("withdraw");
        await TestTicket.RegisterAsync(site, "quick@example.org", party: 2, slot: "small");
        await TestTicket.RegisterAsync(site, "patient@example.org", party: 1, slot: "small");
        var again = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 1, slot: "small");
        var (_, state) = await again.StateAsync();
        Assert.Equal(("waiting", 2), (state.GetProperty("state").GetString(), state.GetProperty("place").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await ticket.StateAsync()).Status);
        await ticket.RefusedAsync("withdraw", 404, "ticket-not-found");
        Assert.Equal(RegistrationState.Waiting, (await again.RowAsync()).State);
    }

    [Fact]
    public async Task Who_signs_up_again_for_a_free_place_gets_the_next_issue()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2);
        await ticket.DoneAsync("withdraw");
        var again = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 1);
        var row = await again.RowAsync();
        Assert.Equal((RegistrationState.Confirmed, 3, 1), (row.State, row.Issue, row.Party));
        Assert.Equal((1, 0, 6), await CountsAsync("clay"));
    }

    [Fact]
    public async Task The_sign_up_sent_again_finds_what_its_guest_changed_since()
    {
        var guest = new TestGuest("aigul@example.org", 3);
        var ticket = await TestTicket.RegisterAsync(site, guest);
        await ticket.DoneAsync("party", new { party = 2 });
        await ticket.DoneAsync("name", new { name = "Dana" });
        var again = await guest.RegisterAsync(site, "clay");
        Assert.Equal((HttpStatusCode.Created, ticket.Key), (again.Status, again.Key));
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Taken);
    }

    [Fact]
    public async Task After_the_slot_nothing_changes_and_what_was_done_is_still_said()
    {
        var clock = new ShiftedClock(Now);
        await using var later = await TestSite.StartAsync(new() { Clock = clock });
        await later.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        var ticket = await TestTicket.RegisterAsync(later, "aigul@example.org", party: 2);
        var gone = await TestTicket.RegisterAsync(later, "dana@example.org");
        await gone.DoneAsync("withdraw");
        clock.Move(TimeSpan.FromHours(2));
        await ticket.RefusedAsync("withdraw", 410, "slot-over");
        await ticket.RefusedAsync("party", 410, "slot-over", new { party = 1 });
        await ticket.RefusedAsync("again", 410, "slot-over");
        await ticket.RefusedAsync("email", 410, "slot-over", new { email = "other@example.org", requestId = SignUp.NewRequestId() });
        await ticket.DoneAsync("party", new { party = 2 });
        await gone.DoneAsync("withdraw");
        Assert.Equal(2, (await SeatCheck.LedgerAsync(later)).Taken);
    }

    // Who waits with the last issue could never get a ticket under another address.
    [Theory]
    [InlineData("withdraw", RegistrationState.Confirmed, 200, null)]
    [InlineData("party", RegistrationState.Confirmed, 409, "issue-limit")]
    [InlineData("email", RegistrationState.Confirmed, 409, "issue-limit")]
    [InlineData("email", RegistrationState.Waiting, 409, "issue-limit")]
    public async Task The_last_issue_is_the_last(string what, RegistrationState state, int status, string? code)
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2);
        var row = await ticket.RowAsync();
        await site.Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(site.Get<SlotTable>().Partition("clay"), row with { Issue = TicketPayload.IssueMax, State = state }, "test"));
        var (said, json) = await ticket.AskAsync(what, new { party = 1, email = "other@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal((status, code), ((int)said, json.TryGetProperty("code", out var found) ? found.GetString() : null));
        Assert.Equal(TicketPayload.IssueMax, (await ticket.RowAsync()).Issue);
    }

    private async Task<(int Taken, int Waiting, int Capacity)> CountsAsync(string slot)
    {
        var ledger = await SeatCheck.LedgerAsync(site, slot);
        return (ledger.Taken, ledger.Waiting, ledger.Capacity);
    }

    private async Task<(TicketVoid? Void, int Admitted)> AdmissionAsync(TestTicket ticket, int issue)
    {
        var id = TicketPageKey.Parse(ticket.Key)!.Value.Ticket;
        var admission = await site.Get<SlotTable>().ReadAsync<Admission>("clay", Admission.KeyOf(id, issue), CancellationToken.None);
        return (admission!.Void, admission.Admitted);
    }

    private async Task<List<MailKind>> MailsAsync(string slot, string ticket, TestSite? at = null) =>
        [.. (await SeatCheck.RowsAsync<Outbox>(at ?? site, slot, Outbox.Prefix)).SelectMany(outbox => outbox.Mails).Where(mail => mail.Ticket == ticket).Select(mail => mail.Kind).Order()];
}
