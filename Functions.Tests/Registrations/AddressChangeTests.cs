using System.Net;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Tickets;
using Esik.Tickets.Tests;

namespace Esik.Registrations.Tests;

/// <summary>A registration that moves to another address: one transaction, two mails, and an old page that tells nothing of the new one.</summary>
public sealed class AddressChangeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 6), TestProgramme.Slot("small", Now, capacity: 1)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task It_moves_whole_and_the_same_request_finds_its_new_page()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org", party: 3);
        var before = await ticket.RowAsync();
        var request = SignUp.NewRequestId();
        var answer = await ticket.DoneAsync("email", new { email = "New@Example.org ", requestId = request });
        var moved = ticket.With(answer.GetProperty("key").GetString()!);
        Assert.Equal(answer.GetRawText(), (await ticket.DoneAsync("email", new { email = "new@example.org", requestId = request })).GetRawText());
        var (now, left) = (await moved.RowAsync(), await ticket.RowAsync());
        Assert.Equal((before.Order, before.Party, before.Name, "new@example.org", RegistrationState.Confirmed, 2, 1), (now.Order, now.Party, now.Name, now.Email, now.State, now.Issue, now.AddressChanges));
        Assert.NotEqual((before.Ticket, before.PageSecret, before.ShortCode), (now.Ticket, now.PageSecret, now.ShortCode));
        Assert.Equal((RegistrationState.Withdrawn, WithdrawalReason.Moved), (left.State, left.WithdrawnFor()));
        Assert.Equal(3, (await SeatCheck.LedgerAsync(site)).Taken);
        Assert.Equal([(before.Ticket, MailKind.AddressChanged), (before.Ticket, MailKind.Ticket), (now.Ticket, MailKind.Ticket)], await MailsAsync("clay"));
    }

    [Fact]
    public async Task Another_request_on_the_old_page_learns_nothing()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        var request = SignUp.NewRequestId();
        var key = (await ticket.DoneAsync("email", new { email = "new@example.org", requestId = request })).GetProperty("key").GetString()!;
        await ticket.RefusedAsync("email", 410, "registration-withdrawn", new { email = "new@example.org", requestId = SignUp.NewRequestId() });
        await ticket.RefusedAsync("email", 409, "request-changed", new { email = "third@example.org", requestId = request });
        await ticket.RefusedAsync("withdraw", 410, "registration-withdrawn");
        var (_, state) = await ticket.StateAsync();
        Assert.Equal(("withdrawn", "moved"), (state.GetProperty("state").GetString(), state.GetProperty("reason").GetString()));
        var (_, _, html) = await ticket.GetAsync(ticket.Page);
        Assert.Contains("moved to another address", html, StringComparison.Ordinal);
        foreach (var secret in (string[])[key, "new@example.org"])
        {
            Assert.DoesNotContain(secret, html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, state.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_later_registration_of_the_new_address_is_not_shown_to_the_old_request()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        var request = SignUp.NewRequestId();
        var moved = ticket.With((await ticket.DoneAsync("email", new { email = "new@example.org", requestId = request })).GetProperty("key").GetString()!);
        await moved.DoneAsync("withdraw");
        await TestTicket.RegisterAsync(site, "new@example.org");
        await ticket.RefusedAsync("email", 410, "registration-withdrawn", new { email = "new@example.org", requestId = request });
    }

    [Fact]
    public async Task A_registered_address_is_refused_and_a_withdrawn_one_is_taken_over()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org", party: 2);
        var other = await TestTicket.RegisterAsync(site, "other@example.org");
        var refused = await ticket.RefusedAsync("email", 409, "email-registered", new { email = "other@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal("email", refused.GetProperty("field").GetString());
        await other.DoneAsync("withdraw");
        var answer = await ticket.DoneAsync("email", new { email = "other@example.org", requestId = SignUp.NewRequestId() });
        var row = await ticket.With(answer.GetProperty("key").GetString()!).RowAsync();
        Assert.Equal((2, 3, RegistrationState.Confirmed), (row.Party, row.Issue, row.State));
        Assert.Equal(HttpStatusCode.NotFound, (await other.StateAsync()).Status);
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Taken);
    }

    [Fact]
    public async Task It_may_come_back_and_moves_five_times_at_most()
    {
        var ticket = await TestTicket.RegisterAsync(site, "a@example.org");
        foreach (var email in (string[])["b@example.org", "a@example.org", "c@example.org", "d@example.org", "e@example.org"])
            ticket = ticket.With((await ticket.DoneAsync("email", new { email, requestId = SignUp.NewRequestId() })).GetProperty("key").GetString()!);
        await ticket.RefusedAsync("email", 409, "too-many-changes", new { email = "f@example.org", requestId = SignUp.NewRequestId() });
        var key = (await ticket.DoneAsync("email", new { email = "e@example.org", requestId = SignUp.NewRequestId() })).GetProperty("key").GetString();
        Assert.Equal(ticket.Key, key);
        Assert.Equal(1, (await SeatCheck.LedgerAsync(site)).Taken);
    }

    [Fact]
    public async Task Who_waits_keeps_the_place_in_line()
    {
        await TestTicket.RegisterAsync(site, "first@example.org", slot: "small");
        var waiting = await TestTicket.RegisterAsync(site, "second@example.org", slot: "small");
        await TestTicket.RegisterAsync(site, "third@example.org", slot: "small");
        var before = await waiting.RowAsync();
        var moved = waiting.With((await waiting.DoneAsync("email", new { email = "new@example.org", requestId = SignUp.NewRequestId() })).GetProperty("key").GetString()!);
        var after = await moved.RowAsync();
        Assert.Equal((RegistrationState.Waiting, before.Order, before.WaitingSince, 0), (after.State, after.Order, after.WaitingSince, after.Issue));
        Assert.Equal(1, (await moved.StateAsync()).Json.GetProperty("place").GetInt32());
        Assert.Equal((1, 2, 2), ((await SeatCheck.LedgerAsync(site, "small")).Taken, (await SeatCheck.LedgerAsync(site, "small")).Waiting, (await SeatCheck.LedgerAsync(site, "small")).WaitingParties));
        Assert.Contains((after.Ticket, MailKind.Waiting), await MailsAsync("small"));
    }

    [Fact]
    public async Task What_is_no_address_or_no_request_id_is_named()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        var refused = await ticket.RefusedAsync("email", 422, "email-unusable", new { email = "no address", requestId = "short" });
        Assert.Equal("request-id-unusable", Assert.Single(refused.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
        await ticket.RefusedAsync("email", 422, "email-missing", new { requestId = SignUp.NewRequestId() });
    }

    [Fact]
    public async Task Twenty_posts_at_once_to_two_processes_move_it_once()
    {
        await using var other = await TestSite.StartAsync(new() { Connection = site.Connection });
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        var request = SignUp.NewRequestId();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? ticket : ticket.At(other)).DoneAsync("email", new { email = "new@example.org", requestId = request })));
        Assert.Single(answers.Select(answer => answer.GetProperty("key").GetString()).Distinct());
        Assert.Equal(3, (await MailsAsync("clay")).Count);
        Assert.Equal(1, (await SeatCheck.LedgerAsync(site)).Taken);
    }

    // The rows are read one by one, and another process may move the registration between two of them.
    [Fact]
    public async Task A_move_that_was_read_in_halves_is_read_again_and_not_taken_for_another_guest()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        var before = await ticket.RowAsync();
        var request = SignUp.NewRequestId();
        var moved = await ticket.With((await ticket.DoneAsync("email", new { email = "new@example.org", requestId = request })).GetProperty("key").GetString()!).RowAsync();
        await Assert.ThrowsAsync<LookAgainException>(() => DecideAsync(moved));
        // A guest of their own under that address has another place in the order of arrival.
        Assert.Equal(GuestOutcome.EmailRegistered, await DecideAsync(moved with { Order = moved.Order + "1" }));

        async Task<GuestOutcome> DecideAsync(Registration there)
        {
            var to = new NewAddress(EmailAddress.Parse(there.Email)!, TicketId.Parse(there.Ticket)!.Value, ShortCode.Parse(there.ShortCode)!.Value, request);
            var change = new AddressChange(TestProgramme.Slot("clay", Now, capacity: 6), before, to, site.Get<TicketKeys>().Signer);
            change.Decide(new SlotDraft(Ledger.Of(6), Now, 0, "test", 0, key => key == before.RowKey ? before : key == there.RowKey ? there : null));
            change.Speak();
            return (await change.Spoken).Outcome;
        }
    }

    [Fact]
    public async Task An_erasure_leaves_ids_alone()
    {
        var ticket = await TestTicket.RegisterAsync(site, "old@example.org");
        await ticket.DoneAsync("email", new { email = "new@example.org", requestId = SignUp.NewRequestId() });
        Assert.Equal(2, await site.Get<Erasure>().RunAsync(new Progress<string>(), CancellationToken.None));
        var left = Assert.Single(await SeatCheck.RowsAsync<Forwarding>(site, "clay", Forwarding.Prefix));
        Assert.Equal("", left.RequestId);
        Assert.All(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix), row => Assert.True(row.IsErased && row.Name.Length == 0));
        Assert.Equal(0, await site.Get<Erasure>().RunAsync(new Progress<string>(), CancellationToken.None));
    }

    private async Task<List<(string Ticket, MailKind Kind)>> MailsAsync(string slot)
    {
        var mails = (await SeatCheck.RowsAsync<Outbox>(site, slot, Outbox.Prefix)).SelectMany(outbox => outbox.Mails);
        // Old before new: the first mail of all is the old address's.
        var first = (await SeatCheck.RowsAsync<Registration>(site, slot, Registration.Prefix)).OrderBy(row => row.AddressChanges).Select(row => row.Ticket).ToList();
        return [.. mails.Select(mail => (mail.Ticket, mail.Kind)).OrderBy(mail => first.IndexOf(mail.Ticket)).ThenBy(mail => mail.Kind.ToString(), StringComparer.Ordinal)];
    }
}
