using System.Net;
using System.Text.RegularExpressions;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using MimeKit;

namespace Esik.Tickets.Tests;

/// <summary>What guests do from their page, as forms without script: only a POST does anything, and what is refused is drawn again.</summary>
public sealed class TicketFormsTests : IAsyncLifetime
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
    public async Task A_page_asks_and_the_button_withdraws()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 2);
        var asked = await ticket.GetAsync($"{ticket.Page}/withdraw");
        Assert.Contains($"method=\"post\" action=\"{ticket.Page}/withdraw\"", asked.Html, StringComparison.Ordinal);
        Assert.Equal(RegistrationState.Confirmed, (await ticket.RowAsync()).State);
        var done = await ticket.PostAsync("withdraw");
        Assert.Equal((HttpStatusCode.SeeOther, $"{ticket.Page}?done=withdrawn"), (done.Status, done.Location));
        Assert.Contains("Thank you for telling us!", (await ticket.GetAsync(done.Location!)).Html, StringComparison.Ordinal);
        Assert.Equal(done.Location, (await ticket.PostAsync("withdraw")).Location);
        Assert.Equal((HttpStatusCode.SeeOther, ticket.Page), ((await ticket.GetAsync($"{ticket.Page}/withdraw")).Status, (await ticket.GetAsync($"{ticket.Page}/withdraw")).Location));
    }

    [Theory]
    [InlineData("clay")]
    [InlineData("small")]
    public async Task Whoever_only_follows_links_changes_nothing(string slot)
    {
        await TestTicket.RegisterAsync(site, "first@example.org", slot: "small");
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", slot: slot);
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(site) == 2, "the mails");
        var before = await ticket.RowAsync();
        var seen = new HashSet<string>();
        var open = new Queue<string>(await LinksOfMailsAsync());
        Assert.Contains(open, link => link.EndsWith(ticket.Key, StringComparison.Ordinal));
        while (open.TryDequeue(out var link) && seen.Count < 200)
        {
            if (!seen.Add(link))
                continue;
            using var head = await site.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
            var page = await ticket.GetAsync(link);
            // Also what only a form points at: scanners guess.
            foreach (Match found in Regex.Matches(page.Html, "(?:href|action|src)=\"(/[^\"]*)\""))
                open.Enqueue(WebUtility.HtmlDecode(found.Groups[1].Value));
            if (page.Location is { } next)
                open.Enqueue(next);
        }
        Assert.Contains(seen, link => link.EndsWith("/withdraw", StringComparison.Ordinal));
        Assert.Contains(seen, link => link.EndsWith("/again", StringComparison.Ordinal));
        Assert.Contains(seen, link => link.EndsWith("/email", StringComparison.Ordinal));
        Assert.Equivalent(before, await ticket.RowAsync(), strict: true);
        Assert.Equal(2, SeatCheck.MailsIn(site));
    }

    [Fact]
    public async Task Each_of_the_three_forms_does_its_part()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 3);
        var page = await ticket.GetAsync($"{ticket.Page}/change");
        Assert.Equal(3, Regex.Count(page.Html, "<form [^>]*method=\"post\""));
        Assert.Equal($"{ticket.Page}?done=name", (await ticket.PostAsync("name", ("name", "Dana"))).Location);
        Assert.Equal($"{ticket.Page}?done=party", (await ticket.PostAsync("party", ("party", "2"))).Location);
        Assert.Contains("you have 2 places now", (await ticket.GetAsync($"{ticket.Page}?done=party")).Html, StringComparison.Ordinal);
        Assert.Equal($"{ticket.Page}?done=again", (await ticket.PostAsync("again")).Location);
        var moved = await ticket.PostAsync("email", ("email", "new@example.org"), ("requestId", SignUp.NewRequestId()));
        Assert.Matches("^/en/tickets/[A-Za-z0-9_-]{24}\\?done=email$", moved.Location);
        Assert.DoesNotContain(ticket.Key, moved.Location, StringComparison.Ordinal);
        Assert.Contains("your page is here now", (await ticket.GetAsync(moved.Location!)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "name", "   ", 422, "Enter your name")]
    [InlineData("party", "party", "5", 422, "Choose fewer places")]
    [InlineData("email", "email", "aigul at home", 422, "No mail can reach this address")]
    [InlineData("email", "email", "other@example.org", 409, "This address is already signed up here")]
    public async Task A_refused_form_keeps_what_was_typed_and_names_the_field(string what, string field, string typed, int status, string words)
    {
        await TestTicket.RegisterAsync(site, "other@example.org");
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org", party: 3);
        var request = SignUp.NewRequestId();
        var answer = await ticket.PostAsync(what, (field, typed), ("requestId", request));
        Assert.Equal(status, (int)answer.Status);
        Assert.Contains($"<a href=\"#{field}\">{words}", answer.Html, StringComparison.Ordinal);
        Assert.Matches($"id=\"{field}\" [^>]*aria-invalid=\"true\" aria-describedby=\"[a-z -]*{field}-mistake", answer.Html);
        Assert.Contains("role=\"alert\" tabindex=\"-1\" autofocus", answer.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{request}\"", answer.Html, StringComparison.Ordinal);
        // The forms beside it show what holds.
        Assert.Equal(what != "name", answer.Html.Contains("value=\"Айгүл Әбенова\"", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.SeeOther, $"{ticket.Page}/change"), ((await ticket.GetAsync($"{ticket.Page}/{what}")).Status, (await ticket.GetAsync($"{ticket.Page}/{what}")).Location));
    }

    [Fact]
    public async Task A_second_mail_within_ten_minutes_is_answered_kindly_on_the_ticket_page()
    {
        var clock = new ShiftedClock(Now);
        await using var late = await TestSite.StartAsync(new() { Clock = clock });
        await late.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        var ticket = await TestTicket.RegisterAsync(late, "aigul@example.org");
        await ticket.PostAsync("again");
        clock.Move(TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ticket.Page}/again") { Content = new FormUrlEncodedContent([]) };
        using var answer = await late.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 500, 600);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Matches("The mail went out just now, at [0-2][0-9]:[0-5][0-9]", html);
        Assert.Contains("See you there!", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_is_not_true_is_not_shown()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org");
        foreach (var lie in (string[])["withdrawn", "declined", "<script>", ""])
            Assert.DoesNotContain("role=\"status\"", (await ticket.GetAsync($"{ticket.Page}?done={Uri.EscapeDataString(lie)}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_posts_from_one_page_are_told_to_wait_and_hold_up_nobody_else()
    {
        var (ticket, other) = (await TestTicket.RegisterAsync(site, "aigul@example.org"), await TestTicket.RegisterAsync(site, "dana@example.org"));
        var answers = new List<HttpStatusCode>();
        for (var post = 0; post < 50; post++)
            answers.Add((await ticket.AskAsync("name", new { name = $"Name {post}" })).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.True(answers.Count(status => status == HttpStatusCode.OK) >= 20);
        await other.DoneAsync("name", new { name = "Dana" });
    }

    [Fact]
    public async Task Another_sites_page_withdraws_nobody()
    {
        var ticket = await TestTicket.RegisterAsync(site, "aigul@example.org");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ticket.Page}/withdraw") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(RegistrationState.Confirmed, (await ticket.RowAsync()).State);
    }

    private async Task<List<string>> LinksOfMailsAsync()
    {
        var links = new List<string>();
        foreach (var file in Directory.GetFiles(site.MailFolder, "*.eml"))
        {
            var mail = await MimeMessage.LoadAsync(file);
            links.AddRange(Regex.Matches(mail.HtmlBody + mail.TextBody, Regex.Escape(site.Address.GetLeftPart(UriPartial.Authority)) + "(/[^\\s\"<]*)").Select(match => match.Groups[1].Value));
        }
        return [.. links.Distinct()];
    }
}
