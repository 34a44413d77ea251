using System.Net;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Microsoft.Extensions.Time.Testing;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero));
    private TestSite site = null!;

    public async Task InitializeAsync() => site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(2, clock.GetUtcNow()), clock));

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Whoever_follows_the_link_uses_nothing_up()
    {
        var link = await LinkAsync(site);
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("id=\"sign-in\"", await site.Client.GetStringAsync(Relative(link)), StringComparison.Ordinal);
            using var head = await site.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Relative(link)));
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }

        using var answer = await PressAsync(site.Client, link);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/organizer", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_page_of_a_link_has_one_button_and_is_kept_by_nobody()
    {
        using var answer = await site.Client.GetAsync(Relative(await LinkAsync(site)));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(2, page.Split("<button").Length);
        Assert.Equal(2, page.Split("<form").Length);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task A_link_signs_in_once()
    {
        var link = await LinkAsync(site);
        var forms = new[] { await FormAsync(link), await FormAsync(link), await FormAsync(link) };

        var answers = await Task.WhenAll(forms.Select(form => SendAsync(site.Client, "/organizer/sign-in", form)));

        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.Gone, HttpStatusCode.Gone], answers.Select(answer => answer.StatusCode).Order());
        Assert.Single(answers, answer => answer.Headers.Contains("Set-Cookie"));
        using var later = await site.Client.GetAsync(Relative(link));
        Assert.Equal(HttpStatusCode.Gone, later.StatusCode);
    }

    [Fact]
    public async Task A_lost_answer_locks_nobody_out()
    {
        var form = await FormAsync(await LinkAsync(site));
        using var lost = await SendAsync(site.Client, "/organizer/sign-in", form);
        clock.Advance(TimeSpan.FromSeconds(119));
        using var again = await SendAsync(site.Client, "/organizer/sign-in", form);
        clock.Advance(TimeSpan.FromSeconds(2));
        using var late = await SendAsync(site.Client, "/organizer/sign-in", form);

        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(CookieOf(lost), CookieOf(again));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Theory]
    [InlineData(14, HttpStatusCode.SeeOther)]
    [InlineData(15, HttpStatusCode.Gone)]
    public async Task A_mailed_link_lasts_a_quarter_of_an_hour(int minutes, HttpStatusCode status)
    {
        var form = await FormAsync(await LinkAsync(site));
        clock.Advance(TimeSpan.FromMinutes(minutes));
        using var answer = await SendAsync(site.Client, "/organizer/sign-in", form);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_printed_link_signs_in_for_twelve_hours_even_who_is_on_no_list()
    {
        var link = await LinkAsync(site, "host@localhost.example", reusable: true, TimeSpan.FromHours(12));
        using var first = await PressAsync(site.Client, link);
        clock.Advance(TimeSpan.FromHours(11));
        using var client = site.NewClient(new CookieContainer());
        using var second = await PressAsync(client, link);
        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        using var desk = await client.GetAsync(Relative("/api/reports/capacity"));
        Assert.NotEqual(HttpStatusCode.Unauthorized, desk.StatusCode);
        clock.Advance(TimeSpan.FromHours(1));
        using var late = await site.Client.GetAsync(Relative(link));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.1821268800.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Any_other_token_is_refused(string token)
    {
        using var answer = await site.Client.GetAsync(Relative("/organizer/sign-in?token=" + token));
        Assert.Equal(token.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.Gone, answer.StatusCode);
        Assert.DoesNotContain("id=\"sign-in\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_an_address_is_listed_shows_neither_in_the_answer_nor_in_the_work()
    {
        var (listed, listedWork) = await AskAsync("  AIGERIM@example.org ");
        var (unlisted, unlistedWork) = await AskAsync("nobody@example.org");

        Assert.Equal(listed, unlisted);
        Assert.Equal(listedWork, unlistedWork);
        Assert.Equal(["aigerim@example.org", "null"], (await LinksAsync()).Select(email => email ?? "null"));
    }

    [Fact]
    public async Task A_text_that_is_no_address_is_given_back()
    {
        var form = PageForm.Read(await site.Client.GetStringAsync(Relative("/organizer/sign-in")), "sign-in-request");
        form["email"] = "<b>\"nobody";
        using var answer = await SendAsync(site.Client, "/organizer/sign-in/link", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("<b>\"nobody", PageForm.Read(await answer.Content.ReadAsStringAsync(), "sign-in-request")["email"]);
    }

    [Fact]
    public async Task Links_cannot_be_asked_for_without_end()
    {
        var form = PageForm.Read(await site.Client.GetStringAsync(Relative("/organizer/sign-in")), "sign-in-request");
        var answers = new List<HttpResponseMessage>();
        form["email"] = "nobody@example.org";
        for (var i = 0; i < 7; i++)
            answers.Add(await SendAsync(site.Client, "/organizer/sign-in/link", form));
        Assert.All(answers.Take(6), answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[6].StatusCode);
        Assert.InRange(answers[6].Headers.RetryAfter!.Delta!.Value.TotalMinutes, 1, 60);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        var form = await FormAsync(await LinkAsync(site));
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/organizer/sign-in") { Content = new FormUrlEncodedContent(form) };
        foreign.Headers.Add("Origin", "https://evil.example");
        var answers = new[]
        {
            await site.Client.SendAsync(foreign),
            await SendAsync(site.Client, "/organizer/sign-in", form.Where(field => field.Key != FormProofs.Field)),
            await SendAsync(site.Client, "/organizer/sign-in", form.Where(field => field.Key != "attempt").Append(new("attempt", "another"))),
            await SendAsync(site.Client, "/organizer/sign-in", form.Where(field => field.Key != FormProofs.Field).Append(new(FormProofs.Field, "1.x"))),
        };
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        using var own = await SendAsync(site.Client, "/organizer/sign-in", form);
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
    }

    [Theory]
    [InlineData(null, "esik-organizer=", false)]
    [InlineData("https://tickets.example.org", "__Host-esik-organizer=", true)]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites(string? publicUrl, string name, bool secure)
    {
        var settings = publicUrl is null ? Listed : new(Listed) { ["PublicUrl"] = publicUrl };
        await using var other = await TestSite.StartAsync(new() { Settings = settings });

        using var answer = await PressAsync(other.Client, await LinkAsync(other));

        var cookie = CookieOf(answer);
        Assert.StartsWith(name, cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=43200", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for()
    {
        using var turned = await site.Client.GetAsync(Relative("/organizer/capacity?day=2027-09-18"));
        Assert.Equal(HttpStatusCode.SeeOther, turned.StatusCode);
        var form = PageForm.Read(await site.Client.GetStringAsync(turned.Headers.Location!), "sign-in-request");
        form["email"] = Email;
        using var asked = await SendAsync(site.Client, "/organizer/sign-in/link", form);
        var links = site.Get<OrganizerLinks>();
        var link = await links.FindAsync((await LinkIdsAsync()).Single(), CancellationToken.None);

        using var answer = await PressAsync(site.Client, new Uri(links.AddressOf(link!)).PathAndQuery);

        Assert.Equal("/organizer/capacity?day=2027-09-18", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task No_log_holds_a_token_or_an_address()
    {
        var link = await LinkAsync(site);
        using var answer = await PressAsync(site.Client, link);
        await AskAsync(Email);
        var logs = string.Join('\n', site.Logs.Lines.Where(line => !line.Contains(" Microsoft.", StringComparison.Ordinal)));
        Assert.DoesNotContain(link.Split('=')[1], logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Email, logs, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> FormAsync(string link) => PageForm.Read(await site.Client.GetStringAsync(Relative(link)), "sign-in");

    private async Task<(string Answer, string Work)> AskAsync(string email)
    {
        var form = PageForm.Read(await site.Client.GetStringAsync(Relative("/organizer/sign-in")), "sign-in-request");
        form["email"] = email;
        var before = site.Get<StorageRequests>().Counts;
        using var answer = await SendAsync(site.Client, "/organizer/sign-in/link", form);
        var page = await site.Client.GetStringAsync(answer.Headers.Location!);
        // The queue is read all the while; what is sent to it is not.
        var work = site.Get<StorageRequests>().Counts
            .Select(count => (count.Key, Requests: count.Value - before.GetValueOrDefault(count.Key)))
            .Where(count => count.Requests > 0 && count.Key.Contains("festivals", StringComparison.Ordinal));
        return ($"{answer.StatusCode} {answer.Headers.Location} {answer.Headers.Contains("Set-Cookie")} {page}", string.Join(", ", work));
    }

    private async Task<List<string>> LinkIdsAsync()
    {
        var ids = new List<string>();
        await foreach (var row in site.Storage.Festivals.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'organizer:link-' and RowKey lt 'organizer:link.'"))
            ids.Add(row.RowKey["organizer:link-".Length..]);
        return ids;
    }

    private async Task<IEnumerable<string?>> LinksAsync()
    {
        var links = new List<string?>();
        foreach (var id in await LinkIdsAsync())
            links.Add((await site.Get<OrganizerLinks>().FindAsync(id, CancellationToken.None))!.Email);
        return links.OrderBy(email => email is null);
    }

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single();
}
