using System.Net;
using System.Text.Json;
using Esik.Hosting.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Programmes.Tests;

public sealed class ProgrammeFunctionsTests : IAsyncLifetime
{
    private TestSite site = null!;

    public async Task InitializeAsync() => site = await TestSite.StartAsync(new()
    {
        Clock = new FakeTimeProvider(new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero)),
        Configure = services => services.Replace(ServiceDescriptor.Singleton<IProgrammes>(new SmallProgramme())),
    });

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Theory]
    [InlineData(null, null, "/ru")]
    [InlineData(null, "de", "/ru")]
    [InlineData(null, "de, en-GB;q=0.8, kk;q=0.5", "/en")]
    [InlineData("kk", "en", "/kk")]
    [InlineData("de", "en", "/en")]
    [InlineData("//evil.example", null, "/ru")]
    public async Task Home_leads_to_the_guests_language(string? cookie, string? accepted, string home)
    {
        var answer = await GetAsync("/", ("Cookie", cookie is null ? null : "esik-language=" + cookie), ("Accept-Language", accepted));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(home, answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/kk")]
    [InlineData("/ru?kind=nonsense&venue=%27&language=xx&free=maybe&kind=again")]
    [InlineData("/en?language=%FF&unknown=1")]
    [InlineData("/en/privacy")]
    [InlineData("/api/programme")]
    [InlineData("/api/slots/clay")]
    public async Task What_anybody_may_see_is_sent_once_until_it_changes(string address)
    {
        var first = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var second = await GetAsync(address, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(address, ("If-None-Match", "W/\"other\""))).StatusCode);
    }

    [Fact]
    public async Task A_page_is_remembered_as_the_guests_language_once()
    {
        var first = await GetAsync("/en");
        Assert.StartsWith("esik-language=en;", Assert.Single(first.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.False((await GetAsync("/en", ("Cookie", "esik-language=en"))).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_page_with_a_form_is_kept_by_nobody_and_each_has_a_request_of_its_own()
    {
        var first = await GetAsync("/kk/slots/clay");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.CacheControl!.NoStore);
        Assert.NotEqual(await first.Content.ReadAsStringAsync(), await (await GetAsync("/kk/slots/clay")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/ru/slots/none", "text/html", "Такого события в программе нет")]
    [InlineData("/api/slots/none", "application/problem+json", "slot-not-found")]
    [InlineData("/api/slots/%2E%2E%2F", "application/problem+json", "slot-not-found")]
    public async Task An_unknown_slot_is_not_found(string address, string type, string words)
    {
        var answer = await GetAsync(address, ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_programme_is_there_for_programs()
    {
        using var document = JsonDocument.Parse(await (await GetAsync("/api/programme")).Content.ReadAsStringAsync());
        Assert.Equal(["clay", "night", "walls"], document.RootElement.GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_head_request_has_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/kk");
        var answer = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<HttpResponseMessage> GetAsync(string address, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return await site.Client.SendAsync(request);
    }

    private sealed class SmallProgramme : IProgrammes
    {
        public Task<Programme> CurrentAsync(CancellationToken stop) => Task.FromResult(SmallFestival.Programme);
    }
}
