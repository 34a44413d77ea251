using System.Net;
using System.Net.Http.Headers;
using Esik.Hosting.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Api = "/api/reports/capacity";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero));
    private TestSite site = null!;

    public async Task InitializeAsync() => site = await TestSite.StartAsync(FixedProgrammes.Site(Programme, clock));

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_session_holds_at_every_instance_and_so_does_signing_out()
    {
        await using var other = await TestSite.StartAsync(FixedProgrammes.Site(Programme, clock) with { Connection = site.Connection });
        var token = await TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(other, token));

        Assert.Equal(HttpStatusCode.SeeOther, await SignOutAsync(token));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, token));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(other, token));
    }

    [Fact]
    public async Task A_session_lasts_twelve_hours()
    {
        var token = await TokenAsync();
        clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, token));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, token));
    }

    [Fact]
    public async Task Whoever_is_taken_off_the_list_is_out()
    {
        var token = await TokenAsync();
        await using var other = await TestSite.StartAsync(FixedProgrammes.Site(Programme, clock) with
        {
            Connection = site.Connection,
            Settings = new Dictionary<string, string?> { ["Organizers"] = "timur@example.org" },
        });
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(other, token));
    }

    [Fact]
    public async Task A_changed_token_opens_nothing_and_costs_no_request()
    {
        var token = await TokenAsync();
        var before = site.Get<Hosting.StorageRequests>().Counts.GetValueOrDefault("GET festivals");
        foreach (var changed in new[] { "x" + token[1..], token[..^1] + (token[^1] == 'A' ? 'B' : 'A'), token.Split('.')[0], "", "." })
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, changed));
        Assert.Equal(before, site.Get<Hosting.StorageRequests>().Counts.GetValueOrDefault("GET festivals"));
    }

    [Fact]
    public async Task Another_organizers_form_does_not_sign_out()
    {
        using var aigerim = await SignInAsync(site);
        using var timur = await SignInAsync(site);
        var form = PageForm.Read(await timur.GetStringAsync(Relative("/organizer")), "sign-out");
        using var refused = await SendAsync(aigerim, "/organizer/sign-out", form);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var still = await aigerim.GetAsync(Relative("/organizer"));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task The_language_is_switched_without_leaving_the_page()
    {
        using var client = await SignInAsync(site);
        using var answer = await client.GetAsync(Relative("/organizer/capacity?day=2027-09-18&lang=ru"));
        Assert.Equal("/organizer/capacity?day=2027-09-18", answer.Headers.Location!.ToString());
        Assert.Contains("lang=\"ru\"", await client.GetStringAsync(Relative("/organizer")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_expired_is_forgotten()
    {
        await LinkAsync(site);
        await TokenAsync();
        var desk = site.Get<Doors.DoorDesk>();
        var code = await desk.CreatePassAsync(["gate"], TimeSpan.FromHours(8), false, CancellationToken.None);
        Assert.NotNull((await desk.PairAsync(code, "Timur", null, CancellationToken.None)).Device);
        var functions = ActivatorUtilities.CreateInstance<ForgetExpiredFunctions>(site.Services);
        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        await functions.Forget(new(), CancellationToken.None);
        Assert.Equal(3, await CountAsync());
        clock.Advance(TimeSpan.FromHours(12));
        await functions.Forget(new(), CancellationToken.None);
        Assert.Equal(2, await CountAsync());
        clock.Advance(TimeSpan.FromDays(30));
        await functions.Forget(new(), CancellationToken.None);
        Assert.Equal(0, await CountAsync());
    }

    private Programmes.Programme Programme => FixedProgrammes.OfSlots(2, clock.GetUtcNow());

    private async Task<int> CountAsync()
    {
        var rows = 0;
        await foreach (var _ in site.Storage.Festivals.QueryAsync<Azure.Data.Tables.TableEntity>($"PartitionKey eq '{site.Get<Hosting.SiteSettings>().FestivalId}' and RowKey ge 'd' and RowKey lt 'p'"))
            rows++;
        return rows;
    }

    private async Task<string> TokenAsync()
    {
        using var answer = await PressAsync(site.Client, await LinkAsync(site));
        return answer.Headers.GetValues("Set-Cookie").Single().Split('=', 2)[1].Split(';')[0];
    }

    private static async Task<HttpStatusCode> AskAsync(TestSite site, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Api);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await site.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> SignOutAsync(string token)
    {
        using var client = site.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var form = PageForm.Read(await client.GetStringAsync(Relative("/organizer")), "sign-out");
        using var answer = await SendAsync(client, "/organizer/sign-out", form);
        return answer.StatusCode;
    }
}
