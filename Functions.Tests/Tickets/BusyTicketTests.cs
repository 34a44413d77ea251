using System.Net;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Waitlists;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Tickets.Tests;

/// <summary>A storage that stores nothing for a while: a ticket's page says so and keeps what was typed.</summary>
public sealed class BusyTicketTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private const int PostsMax = 60;

    private FailingStore store = null!;
    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new()
        {
            Configure = services => services.AddSingleton<ISlotStore>(all => store = new FailingStore(all.GetRequiredService<SlotTable>())),
        });
        await site.ImportAsync(TestProgramme.Of(
            Now,
            TestProgramme.Slot("clay", Now, capacity: 6),
            TestProgramme.Slot("proved", Now, capacity: 6) with { Waitlist = WaitlistRules.Default with { ConfirmByMailMinutes = 30 } }));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task The_sheet_is_drawn_again_with_everything_typed_and_the_same_is_good_later()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 3);
        var (request, typed) = (SignUp.NewRequestId(), "new@example.org");
        store.IsDown = true;
        using var busy = await site.Client.PostAsync(
            new Uri($"{ticket.Page}/email", UriKind.Relative),
            new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = typed, ["requestId"] = request }));
        var html = await busy.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.InRange(busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.All((string[])[typed, request], value => Assert.Contains($"value=\"{value}\"", html, StringComparison.Ordinal));
        Assert.Contains("Your data is kept on this page: try again in 5 seconds", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Dana\"", (await ticket.PostAsync("name", ("name", "Dana"))).Html, StringComparison.Ordinal);
        await ticket.RefusedAsync("party", 503, "busy", new { party = 2 });
        store.IsDown = false;
        Assert.EndsWith("?done=email", (await ticket.PostAsync("email", ("email", typed), ("requestId", request))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_answer_to_an_offer_keeps_the_code_of_its_mail()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", slot: "proved");
        var row = await ticket.RowAsync();
        var code = MailCode.For(site.Get<GuestKey>(), "proved", row.Id(), row.Secret());
        store.IsDown = true;
        foreach (var what in (string[])["accept", "decline"])
        {
            var busy = await ticket.PostAsync(what, ("code", code));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.Status);
            Assert.Matches($"/accept\"[^/]*name=\"code\" value=\"{code}\"", busy.Html);
        }
        store.IsDown = false;
        Assert.EndsWith("?done=accepted", (await ticket.PostAsync("accept", ("code", code))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nothing_can_be_read_either_the_form_stands_alone_with_everything_typed()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 3);
        var request = SignUp.NewRequestId();
        store.IsUnreadable = true;
        foreach (var (what, fields) in ((string, (string Name, string Value)[])[])
            [("name", [("name", "Dana")]), ("email", [("email", "new@example.org"), ("requestId", request)]), ("party", [("party", "2")]), ("accept", [("code", "code-of-the-mail")])])
        {
            var busy = await ticket.PostAsync(what, fields);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.Status);
            Assert.Contains($"action=\"{ticket.Page}/{what}\"", busy.Html, StringComparison.Ordinal);
            Assert.All(fields, field => Assert.Matches($"name=\"{field.Name}\"[^>]* value=\"{field.Value}\"", busy.Html));
            Assert.Equal(what != "accept", busy.Html.Contains("Your data is kept on this page: try again in 5 seconds", StringComparison.Ordinal));
        }
        await ticket.RefusedAsync("party", 503, "busy", new { party = 2 });
        store.IsUnreadable = false;
        Assert.EndsWith("?done=email", (await ticket.PostAsync("email", ("email", "new@example.org"), ("requestId", request))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_posts_too_often_keeps_what_was_typed()
    {
        await using var strict = await TestSite.StartAsync(new()
        {
            Connection = site.Connection,
            Settings = new Dictionary<string, string?> { ["SignUpsPerMinutePerAddress"] = $"{PostsMax}" },
        });
        var ticket = (await TestTicket.RegisterAsync(site, "aigul@example.org")).At(strict);
        for (var post = 0; post < PostsMax; post++)
            await ticket.PostAsync("name", ("name", "Айгүл"));
        var refused = await ticket.PostAsync("name", ("name", "Dana"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Matches("id=\"again\"[^/]*/en/tickets/[^/]*/name(.|\n)*value=\"Dana\"", refused.Html);
    }

    private sealed class FailingStore(SlotTable slots) : StoreInFront(slots)
    {
        public bool IsDown { get; set; }

        public bool IsUnreadable { get; set; }

        public override Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) =>
            IsUnreadable ? throw new IOException("The storage does not answer.") : base.ReadAsync(slot, rowKey, stop);

        public override Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) =>
            IsDown ? throw new TimeoutException("The storage does not answer.") : base.CommitAsync(slot, batch, stop);
    }
}
