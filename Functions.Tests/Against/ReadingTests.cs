using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting.Tests;

namespace Esik.Against.Tests;

/// <summary>What anyone may read.</summary>
[Collection(AgainstCollection.Name)]
public sealed class ReadingTests(AgainstSite site)
{
    [AgainstTheory(AgainstNeed.OpenSlot)]
    [InlineData("kk")]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task The_programme_and_a_slots_page_are_there_in_each_language(string language)
    {
        using var programme = await site.GetAsync(language);
        var page = await PageAsync(programme, language);
        Assert.Contains($"/{language}/slots/{site.Slot}", page, StringComparison.Ordinal);
        using var slot = await site.GetAsync($"{language}/slots/{site.Slot}");
        var form = await PageAsync(slot, language);
        Assert.Contains("id=\"sign-up\"", form, StringComparison.Ordinal);
        Assert.Contains($"action=\"/{language}/slots/{site.Slot}\"", form, StringComparison.Ordinal);
        Assert.True(slot.Headers.CacheControl?.NoStore);
    }

    [AgainstTheory(AgainstNeed.Programme)]
    [InlineData("kk", "/kk")]
    [InlineData("ru-RU,ru;q=0.9", "/ru")]
    [InlineData("en-GB", "/en")]
    public async Task The_root_leads_to_the_readers_language(string accepts, string leads)
    {
        using var answer = await site.GetAsync("", language: accepts);
        Assert.Equal((HttpStatusCode.Found, leads), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [AgainstFact(AgainstNeed.OpenSlot)]
    public async Task The_programme_is_there_as_json()
    {
        var programme = await site.Client.GetFromJsonAsync<JsonElement>("api/programme");
        Assert.Contains(programme.GetProperty("slots").EnumerateArray(), slot => slot.GetProperty("id").GetString() == site.Slot);
        var one = await site.Client.GetFromJsonAsync<JsonElement>($"api/slots/{site.Slot}");
        Assert.Equal(site.Slot, one.GetProperty("id").GetString());
        Assert.Equal("open", one.GetProperty("signUp").GetString());
    }

    [Fact]
    public async Task It_is_healthy_and_says_what_it_answers()
    {
        using var health = await site.GetAsync("healthz", "application/json");
        Assert.Equal((HttpStatusCode.OK, "{\"status\":\"ok\"}"), (health.StatusCode, await health.Content.ReadAsStringAsync()));
        Assert.True(health.Headers.CacheControl?.NoStore);
        var api = await site.Client.GetFromJsonAsync<JsonElement>("openapi.json");
        Assert.StartsWith("3.", api.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.True(api.GetProperty("paths").TryGetProperty("/api/programme", out _));
    }

    [Fact]
    public async Task The_door_app_and_its_files_are_served_with_their_own_policy()
    {
        using var page = await site.GetAsync("door");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("'wasm-unsafe-eval'", GuardTests.Header(page, "Content-Security-Policy"), StringComparison.Ordinal);
        var scripts = text.Split("src=\"").Skip(1).Select(part => part.Split('"')[0]).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var file = await site.GetAsync(script, "*/*");
            Assert.Equal((HttpStatusCode.OK, "text/javascript"), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_sent_again()
    {
        using var first = await site.GetAsync("esik.css", "text/css");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "esik.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("healthz")]
    [InlineData("api/programme")]
    [InlineData("esik.css")]
    [InlineData("door")]
    public async Task Head_answers_as_get_without_a_body(string path)
    {
        using var get = await site.GetAsync(path, "*/*");
        using var head = await site.SendAsync(HttpMethod.Head, path, null, "*/*", null);
        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType?.ToString()), (head.StatusCode, head.Content.Headers.ContentType?.ToString()));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [AgainstFact(AgainstNeed.Programme)]
    public async Task Text_is_sent_compressed_to_those_who_take_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "ru");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        using var answer = await site.Client.SendAsync(request);
        Assert.Contains(answer.Content.Headers.ContentEncoding.Single(), (string[])["br", "gzip"]);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("api/programme")]
    [InlineData("healthz")]
    [InlineData("esik.css")]
    [InlineData("nowhere/at/all")]
    [InlineData("organizer")]
    public async Task Every_answer_has_the_strict_headers(string path)
    {
        using var answer = await site.GetAsync(path);
        GuardTests.AssertGuarded(answer, path, ownServer: AgainstSite.Named is null);
        if (site.Client.BaseAddress!.Scheme == Uri.UriSchemeHttps)
            Assert.NotEmpty(GuardTests.Header(answer, "Strict-Transport-Security"));
    }

    private static async Task<string> PageAsync(HttpResponseMessage answer, string language)
    {
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"lang=\"{language}\"", page, StringComparison.Ordinal);
        return page;
    }
}
