using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Esik.Against.Tests;

/// <summary>What is refused, and in which words. Nothing here changes anything.</summary>
[Collection(AgainstCollection.Name)]
public sealed class RefusalTests(AgainstSite site)
{
    [AgainstTheory(AgainstNeed.Programme)]
    [InlineData("nowhere", "not-found")]
    [InlineData("kk/nowhere/at/all", "not-found")]
    [InlineData("api/slots/nowhere", "slot-not-found")]
    [InlineData("api/tickets/nowhere", "ticket-not-found")]
    [InlineData("tickets/nowhere.png", "ticket-not-found")]
    public async Task What_is_not_there_is_said_in_problem_details(string path, string code)
    {
        using var answer = await site.GetAsync(path, "application/json");
        await ExpectAsync(answer, HttpStatusCode.NotFound, code);
    }

    [AgainstFact(AgainstNeed.Programme)]
    public async Task A_browser_is_told_on_a_page()
    {
        using var answer = await site.GetAsync("ru/slots/nowhere");
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("lang=\"ru\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [AgainstFact(AgainstNeed.OpenSlot)]
    public async Task A_verb_that_no_function_has_does_nothing()
    {
        // The Functions host says 404 with nothing in it, Kestrel 405.
        using var answer = await site.SendAsync(HttpMethod.Delete, $"api/slots/{site.Slot}", null, "application/json", null);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
    }

    [AgainstTheory(AgainstNeed.OpenSlot)]
    [InlineData("", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("<a/>", "application/xml")]
    public async Task A_body_that_is_none_is_refused(string body, string type)
    {
        using var answer = await site.PostAsync($"api/slots/{site.Slot}/registrations", new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)), "application/json");
        Assert.InRange((int)answer.StatusCode, 400, 422);
        await ExpectAsync(answer, answer.StatusCode, null);
    }

    [AgainstFact(AgainstNeed.OpenSlot)]
    public async Task A_sign_up_without_consent_is_refused_field_by_field()
    {
        using var answer = await site.RegisterAsync(new { name = "", email = "nobody", party = 0, language = "en", consent = false, requestId = "x" });
        await ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, null);
    }

    [AgainstFact(AgainstNeed.OpenSlot)]
    public async Task A_form_with_mistakes_comes_back_with_what_was_typed()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "Айгерім Ә.", ["email"] = "no address", ["party"] = "1" });
        using var answer = await site.PostAsync($"kk/slots/{site.Slot}", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"sign-up\"", page, StringComparison.Ordinal);
        Assert.Contains("no address", page, StringComparison.Ordinal);
        Assert.Contains("Айгерім Ә.", page, StringComparison.Ordinal);
    }

    [AgainstFact(AgainstNeed.OpenSlot)]
    public async Task A_post_from_another_sites_page_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/slots/{site.Slot}/registrations") { Content = JsonContent.Create(new { name = "x" }) };
        request.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var answer = await site.Client.SendAsync(request);
        await ExpectAsync(answer, HttpStatusCode.Forbidden, "foreign-origin");
    }

    [Fact]
    public async Task A_phone_with_a_wrong_code_is_not_paired_and_without_one_scans_nothing()
    {
        using var paired = await site.PostAsync("api/door/devices", JsonContent.Create(new { code = "WRONGCODE", name = "Phone" }), "application/json");
        Assert.InRange((int)paired.StatusCode, 400, 404);
        await ExpectAsync(paired, paired.StatusCode, null);
        using var scanned = await site.PostAsync("api/door/scans", JsonContent.Create(new { scans = Array.Empty<object>() }), "application/json");
        await ExpectAsync(scanned, HttpStatusCode.Unauthorized, null);
    }

    [Fact]
    public async Task The_desk_asks_for_a_sign_in()
    {
        using var page = await site.GetAsync("organizer");
        Assert.Contains(page.StatusCode, (HttpStatusCode[])[HttpStatusCode.Found, HttpStatusCode.SeeOther]);
        Assert.StartsWith("/organizer/sign-in", page.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var signIn = await site.GetAsync("organizer/sign-in");
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        using var report = await site.GetAsync("api/reports/capacity", "application/json");
        await ExpectAsync(report, HttpStatusCode.Unauthorized, null);
    }

    [Fact]
    public async Task What_is_for_home_alone_is_not_there_elsewhere()
    {
        if (AgainstSite.Named is null || site.Client.BaseAddress!.IsLoopback)
            return;
        using var mailbox = await site.GetAsync("dev/mailbox");
        Assert.Equal(HttpStatusCode.NotFound, mailbox.StatusCode);
    }

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        if (code is not null)
            Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
