using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Doors;
using Esik.Hosting.Tests;
using Microsoft.Extensions.Time.Testing;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

public sealed class DoorPassTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero));
    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(2, clock.GetUtcNow()), clock));
        organizer = await SignInAsync(site);
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_pass_is_shown_once_and_pairs_one_phone_until_it_is_revoked()
    {
        using var made = await MakeAsync();
        var page = await made.Content.ReadAsStringAsync();
        var code = page.Split("/door#")[1].Split('"')[0];
        Assert.Contains("<svg class=\"code\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(code, await organizer.GetStringAsync(Relative("/organizer/doors")), StringComparison.Ordinal);

        using var paired = await PairAsync(code, "<b>Timur's \"phone\"");
        Assert.Equal(HttpStatusCode.Created, paired.StatusCode);
        using var second = await PairAsync(code, "Another");
        Assert.NotEqual(HttpStatusCode.Created, second.StatusCode);

        var list = await organizer.GetStringAsync(Relative("/organizer/doors"));
        Assert.Contains("&lt;b&gt;Timur", list, StringComparison.Ordinal);
        var token = (await paired.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deviceToken").GetString()!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await ScanAsync(token));

        using var revoked = await SendAsync(organizer, "/organizer/doors/revoke", RevokeForm(list));
        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await ScanAsync(token));
        Assert.DoesNotContain("/organizer/doors/revoke", await organizer.GetStringAsync(Relative("/organizer/doors")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leads_pass_for_some_events_makes_a_lead_for_those()
    {
        var form = PageForm.Read(await organizer.GetStringAsync(Relative("/organizer/doors")), "door-pass");
        form["role"] = "lead";
        using var made = await SendAsync(organizer, "/organizer/doors", [.. form.Where(field => field.Key != "slot"), new("slot", "slot-1"), new("slot", "slot-2")]);
        using var paired = await PairAsync((await made.Content.ReadAsStringAsync()).Split("/door#")[1].Split('"')[0], "Timur");
        Assert.Equal("lead", (await paired.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("role").GetString());
        var device = Assert.Single(await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
        Assert.Equal(DoorRole.Lead, device.Role);
        Assert.Equal(["slot-1", "slot-2"], device.Slots);
        Assert.Contains("Gate · Talk 1, Talk 2", await EnglishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pass_that_nobody_used_is_listed_and_taken_back()
    {
        using var made = await MakeAsync();
        var code = (await made.Content.ReadAsStringAsync()).Split("/door#")[1].Split('"')[0];
        var list = await organizer.GetStringAsync(Relative("/organizer/doors"));
        var form = PageForm.Read(list.Replace("action=\"/organizer/doors/passes/revoke\"", "id=\"take-back\"", StringComparison.Ordinal), "take-back");
        Assert.DoesNotContain(code, list, StringComparison.Ordinal);
        using var revoked = await SendAsync(organizer, "/organizer/doors/passes/revoke", form);
        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.DoesNotContain("/organizer/doors/passes/revoke", await organizer.GetStringAsync(Relative("/organizer/doors")), StringComparison.Ordinal);
        using var late = await PairAsync(code, "Late phone");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        using var again = await SendAsync(organizer, "/organizer/doors/passes/revoke", form);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task A_pass_that_a_phone_has_used_stays_that_phones()
    {
        using var made = await MakeAsync();
        var code = (await made.Content.ReadAsStringAsync()).Split("/door#")[1].Split('"')[0];
        var list = await organizer.GetStringAsync(Relative("/organizer/doors"));
        var form = PageForm.Read(list.Replace("action=\"/organizer/doors/passes/revoke\"", "id=\"take-back\"", StringComparison.Ordinal), "take-back");
        using var paired = await PairAsync(code, "Timur");
        using var revoked = await SendAsync(organizer, "/organizer/doors/passes/revoke", form);
        Assert.NotNull(Assert.Single(await site.Get<DoorTable>().ListPassesAsync(CancellationToken.None)).UsedBy);
        using var second = await PairAsync(code, "Another");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("a/b#c?d")]
    [InlineData("")]
    public async Task An_unknown_pass_is_not_found(string pass)
    {
        using var made = await MakeAsync();
        var page = await organizer.GetStringAsync(Relative("/organizer/doors"));
        var form = PageForm.Read(page.Replace("action=\"/organizer/doors/passes/revoke\"", "id=\"take-back\"", StringComparison.Ordinal), "take-back");
        form["pass"] = pass;
        using var answer = await SendAsync(organizer, "/organizer/doors/passes/revoke", form);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task What_a_phone_last_told_is_seen()
    {
        using var made = await MakeAsync();
        using var paired = await PairAsync((await made.Content.ReadAsStringAsync()).Split("/door#")[1].Split('"')[0], "Timur");
        Assert.Contains("Last sync\">not yet<", await EnglishAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/door/sync")
        {
            Content = JsonContent.Create(new { sentAt = clock.GetUtcNow().AddHours(3), waiting = 17, setAside = 2, known = new Dictionary<string, string>() }),
        };
        request.Headers.Authorization = new("Bearer", (await paired.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deviceToken").GetString());
        using var synced = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, synced.StatusCode);
        var page = await EnglishAsync();
        foreach (var said in new[] { "Timur <small>Volunteer</small>", "Not sent yet\">17", "2 set aside<", "Clock\">3:00:00 fast<", "Last sync\">18 September, 12:00<" })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-29, null)]
    [InlineData(30, "0:00:30")]
    [InlineData(-10_800, "3:00:00")]
    [InlineData(200_000, "55:33:20")]
    [InlineData(int.MinValue, "596523:14:08")]
    public void A_clock_that_is_off_is_told_in_hours(int seconds, string? said) => Assert.Equal(said, DoorsView.ClockOf(
        new DoorDevice("0123456789abcdef", "Phone", "", [], clock.GetUtcNow(), clock.GetUtcNow(), null, null) { ClockOffsetSeconds = seconds }));

    [Fact]
    public async Task A_form_without_a_door_is_drawn_again()
    {
        var form = PageForm.Read(await organizer.GetStringAsync(Relative("/organizer/doors")), "door-pass");
        form.Remove("door");
        using var answer = await SendAsync(organizer, "/organizer/doors", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain("/door#", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("a/b#c?d")]
    [InlineData("")]
    public async Task An_unknown_phone_is_not_found(string device)
    {
        using var made = await MakeAsync();
        using var paired = await PairAsync((await made.Content.ReadAsStringAsync()).Split("/door#")[1].Split('"')[0], "Timur");
        var form = RevokeForm(await organizer.GetStringAsync(Relative("/organizer/doors")));
        form["device"] = device;
        using var answer = await SendAsync(organizer, "/organizer/doors/revoke", form);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<string> EnglishAsync()
    {
        organizer.DefaultRequestHeaders.AcceptLanguage.Clear();
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return organizer.GetStringAsync(Relative("/organizer/doors"));
    }

    private async Task<HttpResponseMessage> MakeAsync() =>
        await SendAsync(organizer, "/organizer/doors", PageForm.Read(await organizer.GetStringAsync(Relative("/organizer/doors")), "door-pass"));

    private Task<HttpResponseMessage> PairAsync(string code, string name) => site.Client.PostAsJsonAsync("/api/door/devices", new { code, name });

    // A post without scans: refused for its content from a phone that may scan, and at once from one that may not.
    private async Task<HttpStatusCode> ScanAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/door/scans") { Content = JsonContent.Create(new { scans = Array.Empty<object>() }) };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await site.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static Dictionary<string, string> RevokeForm(string page) =>
        PageForm.Read(page.Replace("action=\"/organizer/doors/revoke\"", "id=\"revoke\"", StringComparison.Ordinal), "revoke");
}
