using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Tickets.Tests;
using Esik.Waitlists;

namespace Esik.Registrations.Tests;

/// <summary>What a page saw may be past when its wish is decided: the moment of the change counts.</summary>
public sealed class GuestDeskTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ShiftedClock clock = new(Now);

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Clock = clock });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("proved", Now, capacity: 1) with
        {
            Start = Now.AddDays(2),
            End = Now.AddDays(2).AddHours(1),
            SignUpCloses = Now.AddDays(2),
            DoorOpens = Now.AddDays(2).AddMinutes(-30),
            DoorCloses = Now.AddDays(2).AddHours(1),
            Waitlist = WaitlistRules.Default with { ConfirmByMailMinutes = 30 },
        }));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task An_offer_that_comes_while_the_guest_says_yes_still_takes_the_code()
    {
        var (waiting, seen) = await PromotedAsync();
        Assert.Equal(RegistrationState.Waiting, seen.State);
        Assert.Equal(GuestOutcome.CodeWrong, (await Desk.AcceptAsync(await SlotAsync(), seen, mailCode: null)).Outcome);
        Assert.Equal(RegistrationState.Offered, (await waiting.RowAsync()).State);
    }

    [Fact]
    public async Task The_page_of_an_earlier_registration_answers_no_offer()
    {
        var (waiting, seen) = await PromotedAsync();
        var earlier = seen with { PageSecret = "0123456789abcdef" };
        Assert.Equal(GuestOutcome.NotFound, (await Desk.AcceptAsync(await SlotAsync(), earlier, mailCode: null)).Outcome);
        Assert.Equal(GuestOutcome.NotFound, (await Desk.DeclineAsync(await SlotAsync(), earlier)).Outcome);
        Assert.Equal(RegistrationState.Offered, (await waiting.RowAsync()).State);
        Assert.Equal(GuestOutcome.Done, (await Desk.DeclineAsync(await SlotAsync(), seen)).Outcome);
    }

    [Theory]
    [InlineData("name", 410, "registration-withdrawn")]
    [InlineData("email", 410, "registration-withdrawn")]
    [InlineData("again", 410, "registration-withdrawn")]
    [InlineData("withdraw", 200, null)]
    public async Task An_offer_whose_time_is_over_ends_whatever_is_asked(string what, int status, string? code)
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", slot: "proved");
        clock.Move(TimeSpan.FromMinutes(31));
        var (said, json) = await ticket.AskAsync(what, new { name = "Dana", email = "other@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal((status, code), ((int)said, json.TryGetProperty("code", out var found) ? found.GetString() : null));
        Assert.Equal(WithdrawalReason.Lapsed, (await ticket.RowAsync()).WithdrawnFor());
        Assert.Equal((1, 0), ((await SeatCheck.LedgerAsync(site, "proved")).Free, (await SeatCheck.LedgerAsync(site, "proved")).Offered));
    }

    [Theory]
    [InlineData("withdraw")]
    [InlineData("decline")]
    public async Task An_address_that_never_answered_gets_no_second_mail(string what)
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", slot: "proved");
        await ticket.DoneAsync(what);
        var outboxes = await SeatCheck.RowsAsync<Outbox>(site, "proved", Outbox.Prefix);
        Assert.Equal([MailKind.ConfirmAddress], outboxes.SelectMany(outbox => outbox.Mails).Select(mail => mail.Kind));
    }

    [Fact]
    public async Task Who_asks_again_later_is_told_no_place_of_long_ago()
    {
        await TestTicket.RegisterAsync(site, "holder@example.org", slot: "proved");
        var guest = new TestGuest("waiting@example.org");
        Assert.Equal(1, (await guest.RegisterAsync(site, "proved")).Place);
        Assert.Equal(1, (await guest.RegisterAsync(site, "proved")).Place);
        clock.Move(JoinedPlace.InAnswers);
        var later = await guest.RegisterAsync(site, "proved");
        Assert.Equal(("waiting", false), (later.Answer, later.Json.TryGetProperty("place", out _)));
    }

    private GuestDesk Desk => site.Get<GuestDesk>();

    private async Task<Slot> SlotAsync() => (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById("proved")!;

    // A guest who waited when the page was read, and has an offer now.
    private async Task<(TestTicket Ticket, Registration Seen)> PromotedAsync()
    {
        var holder = await TestTicket.RegisterAsync(site, "holder@example.org", slot: "proved");
        var waiting = await TestTicket.RegisterAsync(site, "waiting@example.org", slot: "proved");
        var seen = await waiting.RowAsync();
        await holder.DoneAsync("decline");
        await SeatCheck.UntilAsync(async () => (await waiting.RowAsync()).State == RegistrationState.Offered, "the offer");
        return (waiting, seen);
    }
}
