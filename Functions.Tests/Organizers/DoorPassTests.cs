using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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
        site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(1, clock.GetUtcNow()), clock));
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
        Assert.Equal(HttpStatusCode.Unauthorized, await ScanAsync(token));
        Assert.DoesNotContain("/organizer/doors/revoke", await organizer.GetStringAsync(Relative("/organizer/doors")), StringComparison.Ordinal);
    }

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
