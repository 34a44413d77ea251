using System.Net;
using System.Text.RegularExpressions;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;

namespace Esik.Hosting.Tests;

/// <summary>What stands around every answer, and whose posts are taken.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    /// <summary>Every answer that a function or the router gave; what Kestrel refuses by itself has none of it.</summary>
    /// <param name="ownServer">False: something stands before it that may add a header of its own.</param>
    internal static void AssertGuarded(HttpResponseMessage answer, string what, bool ownServer = true)
    {
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestUriTooLong && answer.Content.Headers.ContentLength == 0)
            return;
        var policy = Header(answer, "Content-Security-Policy");
        Assert.True(policy.Contains("default-src 'none'", StringComparison.Ordinal) && policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal), $"{what}: {policy}");
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval'", policy.Replace("wasm-unsafe-eval'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(Header(answer, "X-Content-Type-Options") == "nosniff", what);
        Assert.True(Header(answer, "Referrer-Policy").Length > 0, what);
        Assert.False(ownServer && answer.Headers.Contains("Server"), what);
    }

    [Theory]
    [InlineData("/kk/slots/clay")]
    [InlineData("/ru/slots/clay")]
    public async Task A_page_with_a_form_is_kept_by_nobody(string path)
    {
        using var answer = await site.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_ticket_is_kept_by_nobody_found_by_nobody_and_told_to_nobody()
    {
        var key = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Key;
        foreach (var path in (string[])[$"/kk/tickets/{key}", $"/tickets/{key}.png", $"/tickets/{key}.svg", $"/tickets/{key}.pdf", $"/tickets/{key}.ics"])
        {
            using var answer = await site.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
            Assert.Contains("noindex", Header(answer, "X-Robots-Tag"), StringComparison.Ordinal);
            Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        }
    }

    [Fact]
    public async Task A_form_from_one_process_works_at_another()
    {
        await using var other = await TestSite.StartAsync(new() { Connection = site.Connection, Settings = new Dictionary<string, string?> { ["PublicUrl"] = site.Address.AbsoluteUri } });
        var fields = await FormAsync();
        using var answer = await PostAsync(other, fields, site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/kk/tickets/", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_post_from_another_sites_page_is_refused(string origin)
    {
        using var answer = await PostAsync(site, await FormAsync(), origin);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix));
    }

    [Fact]
    public async Task A_post_that_names_no_origin_is_taken()
    {
        using var answer = await PostAsync(site, await FormAsync(), null);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task A_post_from_our_own_page_needs_no_more_than_the_five_fields()
    {
        var fields = await FormAsync();
        fields.Remove("proof");
        using var answer = await PostAsync(site, fields, site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "null", "same-origin")]
    [InlineData("", null, "same-origin")]
    [InlineData("x", null, null)]
    [InlineData("1.AAAA", null, null)]
    public async Task A_hidden_origin_without_a_proof_and_a_wrong_proof_register_nobody(string proof, string? origin, string? fetchSite)
    {
        var fields = await FormAsync();
        fields["proof"] = proof;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/kk/slots/clay") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Accept", "text/html");
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (fetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        using var answer = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("aigul@example.org", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix));
    }

    [Fact]
    public async Task A_guest_who_posts_too_often_is_told_when_to_come_again_and_types_nothing_twice()
    {
        var fields = await FormAsync();
        var answers = new List<HttpStatusCode>();
        for (var post = 0; post < 12; post++)
        {
            fields["requestId"] = SignUp.NewRequestId();
            using var answer = await PostAsync(site, fields, null);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Contains("value=\"aigul@example.org\"", page, StringComparison.Ordinal);
            Assert.Contains("value=\"Айгүл\"", page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers.Take(5));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        // Another guest behind the same address is not held up.
        Assert.Equal(HttpStatusCode.Created, (await new TestGuest("other@example.org").RegisterAsync(site, "clay")).Status);
    }

    internal static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    private async Task<Dictionary<string, string>> FormAsync()
    {
        var page = await site.Client.GetStringAsync(new Uri("/kk/slots/clay", UriKind.Relative));
        string Hidden(string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);
        return new() { ["name"] = "Айгүл", ["email"] = "aigul@example.org", ["party"] = "2", ["consent"] = "yes", ["requestId"] = Hidden("requestId"), ["proof"] = Hidden("proof") };
    }

    private static async Task<HttpResponseMessage> PostAsync(TestSite at, Dictionary<string, string> fields, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/kk/slots/clay") { Content = new FormUrlEncodedContent(fields) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await at.Client.SendAsync(request);
    }
}
