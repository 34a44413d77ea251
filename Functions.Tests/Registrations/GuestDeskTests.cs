using Esik.Hosting.Tests;
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

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
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
