using System.Net;
using System.Text.RegularExpressions;
using Esik.Audits;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Waitlists;
using MimeKit;

namespace Esik.Tickets.Tests;

/// <summary>Offers answered by the buttons of the ticket page, and as JSON.</summary>
public sealed class OfferAnswerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        var rules = WaitlistRules.Default with { ConfirmByMailMinutes = 30 };
        await site.ImportAsync(TestProgramme.Of(Now, Later("clay", 2), Later("proved", 2) with { Waitlist = rules }, Later("wide", 3) with { Waitlist = rules }));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task The_button_accepts_and_says_so_once_more()
    {
        var (offered, _) = await OfferAsync();
        var (_, state) = await offered.StateAsync();
        Assert.Equal((false, true), (state.GetProperty("needsMail").GetBoolean(), state.TryGetProperty("offeredUntil", out _)));
        Assert.Contains("Yes, I am coming", (await offered.GetAsync(offered.Page)).Html, StringComparison.Ordinal);
        var done = await offered.PostAsync("accept");
        Assert.Equal((HttpStatusCode.SeeOther, $"{offered.Page}?done=accepted"), (done.Status, done.Location));
        Assert.Equal(done.Location, (await offered.PostAsync("accept")).Location);
        Assert.Contains("The place is yours!", (await offered.GetAsync(done.Location!)).Html, StringComparison.Ordinal);
        Assert.Equal((RegistrationState.Confirmed, 1), ((await offered.RowAsync()).State, (await offered.RowAsync()).Issue));
        await offered.RefusedAsync("decline", 409, "not-offered");
    }

    [Fact]
    public async Task Declining_passes_the_place_to_the_next_in_line()
    {
        var (offered, next) = await OfferAsync();
        Assert.Equal((1, 1), (await PlaceAsync(next), (await next.StateAsync()).Json.GetProperty("size").GetInt32()));
        var done = await offered.PostAsync("decline");
        Assert.Equal($"{offered.Page}?done=declined", done.Location);
        Assert.Equal(done.Location, (await offered.PostAsync("decline")).Location);
        Assert.Equal("declined", (await offered.StateAsync()).Json.GetProperty("reason").GetString());
        await offered.RefusedAsync("accept", 410, "offer-over");
        await UntilAsync(next, "offered");
    }

    [Fact]
    public async Task A_withdrawn_or_smaller_offer_goes_to_the_next_too()
    {
        var (offered, next) = await OfferAsync();
        await offered.DoneAsync("withdraw");
        await UntilAsync(next, "offered");
        Assert.Equal(1, (await SeatCheck.LedgerAsync(site)).Offered);
    }

    [Fact]
    public async Task Who_waits_has_nothing_to_answer()
    {
        var (_, waiting) = await OfferAsync();
        await waiting.RefusedAsync("accept", 409, "not-offered");
        await waiting.RefusedAsync("decline", 409, "not-offered");
        var refused = await waiting.PostAsync("accept");
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("There is no offer to answer", refused.Html, StringComparison.Ordinal);
        Assert.Equal(RegistrationState.Waiting, (await waiting.RowAsync()).State);
    }

    [Fact]
    public async Task An_unproved_address_is_confirmed_by_the_link_of_its_mail_alone()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", slot: "proved");
        Assert.True((await ticket.StateAsync()).Json.GetProperty("needsMail").GetBoolean());
        Assert.DoesNotContain("/accept", (await ticket.GetAsync(ticket.Page)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/accept", (await ticket.GetAsync(ticket.Page + "?code=AAAAAAAAAAAAAAAA")).Html, StringComparison.Ordinal);
        await ticket.RefusedAsync("accept", 422, "mail-code-wrong");
        await ticket.RefusedAsync("accept", 422, "mail-code-wrong", new { code = "AAAAAAAAAAAAAAAA" });
        Assert.Equal(RegistrationState.Offered, (await ticket.RowAsync()).State);
        var link = await LinkAsync(ticket.Key);
        var page = (await ticket.GetAsync(link)).Html;
        var code = Regex.Match(page, "name=\"code\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.EndsWith("?code=" + code, link, StringComparison.Ordinal);
        Assert.Equal($"{ticket.Page}?done=accepted", (await ticket.PostAsync("accept", ("code", code))).Location);
        Assert.Equal((1, 0), ((await SeatCheck.LedgerAsync(site, "proved")).Taken, (await SeatCheck.LedgerAsync(site, "proved")).Offered));
    }

    [Fact]
    public async Task A_new_address_holds_the_places_until_it_is_proved()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org", party: 2, slot: "proved");
        await ticket.DoneAsync("accept", new { code = await CodeAsync(ticket) });
        Assert.Contains("held for 30 minutes only", (await ticket.GetAsync($"{ticket.Page}/change")).Html, StringComparison.Ordinal);
        var answer = await ticket.DoneAsync("email", new { email = "new@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal(("offered", false), (answer.GetProperty("state").GetString(), answer.TryGetProperty("token", out _)));
        var moved = ticket.With(answer.GetProperty("key").GetString()!);
        var ledger = await SeatCheck.LedgerAsync(site, "proved");
        Assert.Equal((0, 2), (ledger.Taken, ledger.Offered));
        var outboxes = await SeatCheck.RowsAsync<Outbox>(site, "proved", Outbox.Prefix);
        var row = await moved.RowAsync();
        Assert.Contains(outboxes, outbox => outbox.Mails.Any(mail => mail.Ticket == row.Ticket && mail.Kind == MailKind.ConfirmAddress) && outbox.Offers!.Any(offer => offer.Ticket == row.Ticket && offer.Until == row.OfferedUntil));
        await moved.RefusedAsync("accept", 422, "mail-code-wrong", new { code = await CodeAsync(ticket) });
        var confirmed = await moved.DoneAsync("accept", new { code = await CodeAsync(moved) });
        Assert.Equal("confirmed", confirmed.GetProperty("state").GetString());
        Assert.Equal(2, (await moved.RowAsync()).Issue);
        await ticket.RefusedAsync("accept", 410, "registration-withdrawn");
        await ticket.RefusedAsync("decline", 410, "registration-withdrawn");
    }

    [Fact]
    public async Task An_address_that_never_answered_gets_the_one_mail_and_is_left_in_peace()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org", party: 3, slot: "wide");
        await ticket.DoneAsync("party", new { party = 2 });
        var old = (await ticket.RowAsync()).Ticket;
        var answer = await ticket.DoneAsync("email", new { email = "new@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal([MailKind.ConfirmAddress], await KindsAsync(old));
        var moved = ticket.With(answer.GetProperty("key").GetString()!);
        await moved.DoneAsync("accept", new { code = await CodeAsync(moved, "wide") });
        await moved.DoneAsync("party", new { party = 1 });
        Assert.Equal([MailKind.Ticket, MailKind.ConfirmAddress, MailKind.PartyChanged], await KindsAsync((await moved.RowAsync()).Ticket));
    }

    [Fact]
    public async Task A_party_that_changed_before_its_address_answered_owes_no_mail_in_the_audit()
    {
        var ticket = await TestTicket.RegisterAsync(site, "guest@example.org", party: 3, slot: "wide");
        await ticket.DoneAsync("party", new { party = 2 });
        await ticket.DoneAsync("accept", new { code = await CodeAsync(ticket, "wide") });
        await ticket.DoneAsync("party", new { party = 1 });
        var audit = await site.Get<Audit>().RunAsync(new Progress<AuditReport>(), CancellationToken.None);
        Assert.DoesNotContain(audit.Findings, finding => finding.Damage == Damage.MailMissing);
    }

    private async Task<IReadOnlyList<MailKind>> KindsAsync(string ticket) =>
        [.. (await SeatCheck.RowsAsync<Outbox>(site, "wide", Outbox.Prefix)).SelectMany(outbox => outbox.Mails).Where(mail => mail.Ticket == ticket).Select(mail => mail.Kind).Order()];

    private static Slot Later(string id, int capacity) => TestProgramme.Slot(id, Now, capacity) with
    {
        Start = Now.AddDays(2),
        End = Now.AddDays(2).AddHours(1),
        SignUpCloses = Now.AddDays(2),
        DoorOpens = Now.AddDays(2).AddMinutes(-30),
        DoorCloses = Now.AddDays(2).AddHours(1),
    };

    // Two places are taken and two guests wait; then one place comes free and is offered to the first of them.
    private async Task<(TestTicket Offered, TestTicket Next)> OfferAsync()
    {
        var taker = await TestTicket.RegisterAsync(site, "taker@example.org", party: 2);
        var (first, second) = (await TestTicket.RegisterAsync(site, "first@example.org"), await TestTicket.RegisterAsync(site, "second@example.org"));
        await taker.DoneAsync("party", new { party = 1 });
        await UntilAsync(first, "offered");
        return (first, second);
    }

    private static Task UntilAsync(TestTicket ticket, string state) =>
        SeatCheck.UntilAsync(async () => (await ticket.StateAsync()).Json.GetProperty("state").GetString() == state, state);

    private static async Task<int> PlaceAsync(TestTicket ticket)
    {
        await SeatCheck.UntilAsync(async () => (await ticket.StateAsync()).Json.GetProperty("place").GetInt32() == 1, "the place");
        return 1;
    }

    private async Task<string> CodeAsync(TestTicket ticket, string slot = "proved")
    {
        var row = await ticket.RowAsync();
        return MailCode.For(site.Get<GuestKey>(), slot, row.Id(), row.Secret());
    }

    private async Task<string> LinkAsync(string key)
    {
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(site) == 1, "the mail");
        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(site.MailFolder, "*.eml")));
        return Regex.Match(mail.TextBody ?? "", $"/kk/tickets/{Regex.Escape(key)}\\?code=[A-Za-z0-9_-]+").Value;
    }
}
