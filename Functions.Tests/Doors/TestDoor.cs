using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Registrations;

namespace Esik.Doors.Tests;

/// <summary>A volunteer's phone: paired over HTTP, and scanning over HTTP.</summary>
internal sealed class TestDoor(TestSite site, string bearer)
{
    public static async Task<TestDoor> PairAsync(TestSite site, params string[] doors)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(doors, TimeSpan.FromHours(10), reusable: false, CancellationToken.None);
        var (status, json) = await PairAsync(site, new { code, name = "Phone" });
        Assert.Equal(HttpStatusCode.Created, status);
        return new TestDoor(site, json.GetProperty("deviceToken").GetString()!);
    }

    public static async Task<TestDoor> PairAsync(TestSite site, DoorRole role, params string[] doors)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(doors, TimeSpan.FromHours(10), reusable: false, CancellationToken.None, role);
        var (_, json) = await PairAsync(site, new { code, name = "Phone" });
        return new TestDoor(site, json.GetProperty("deviceToken").GetString()!);
    }

    public static async Task<(HttpStatusCode Status, JsonElement Json)> PairAsync(TestSite site, object body)
    {
        using var answer = await site.Client.PostAsJsonAsync("/api/door/devices", body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The same phone asking another instance.</summary>
    public TestDoor At(TestSite other) => new(other, bearer);

    public async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(object body, string? lastWords = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/door/scans") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", bearer);
        if (lastWords is not null)
            request.Headers.Add(DoorGate.LastWordsHeader, lastWords);
        using var answer = await site.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Comes for news, and must get them.</summary>
    public async Task<JsonElement> SyncAsync(object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/door/sync") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", bearer);
        using var answer = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A slot's roster, and the cursor that comes with it.</summary>
    public async Task<(byte[] Bytes, string Cursor)> RosterAsync(string slot, string? since = null)
    {
        using var answer = await GetAsync($"/api/door/roster/{slot}{(since is null ? "" : "?since=" + since)}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Headers.GetValues(SyncFunctions.CursorHeader).Single());
    }

    public async Task<HttpStatusCode> RosterStatusAsync(string slot)
    {
        using var answer = await GetAsync($"/api/door/roster/{slot}");
        return answer.StatusCode;
    }

    /// <summary>Asks with the phone's token.</summary>
    public async Task<HttpResponseMessage> GetAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", bearer);
        return await site.Client.SendAsync(request);
    }

    public async Task<HttpStatusCode> MeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/door/devices/me");
        request.Headers.Authorization = new("Bearer", bearer);
        using var answer = await site.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Posts scans that must be answered, and gives their answers.</summary>
    public async Task<IReadOnlyList<JsonElement>> ScanAllAsync(IEnumerable<object> scans, DateTimeOffset? sentAt = null, bool names = false)
    {
        var (status, json) = await PostAsync(new { scans, sentAt, names });
        Assert.True(status == HttpStatusCode.OK, $"{status}: {json}");
        return [.. json.GetProperty("answers").EnumerateArray()];
    }

    public async Task<JsonElement> ScanAsync(object scan, DateTimeOffset? sentAt = null, bool names = false) =>
        Assert.Single(await ScanAllAsync([scan], sentAt, names));

    /// <summary>A scan of a QR code now.</summary>
    public static object Scan(string token, string slot = "clay", string door = "hall-door", int? places = null, string? scanId = null, DateTimeOffset? at = null) =>
        new { scanId = scanId ?? SignUp.NewRequestId(), token, slot, door, places, scannedAt = at ?? TimeProvider.System.GetUtcNow() };

    /// <summary>A short code typed now.</summary>
    public static object Typed(string code, string slot = "clay", string door = "hall-door") =>
        new { scanId = SignUp.NewRequestId(), shortCode = code, slot, door, scannedAt = TimeProvider.System.GetUtcNow() };
}

internal static class ScanAnswers
{
    public static string Answer(this JsonElement answer) => answer.GetProperty("answer").GetString()!;

    public static (string Answer, int Places, int Left) Admitted(this JsonElement answer) =>
        (answer.Answer(), answer.GetProperty("places").GetInt32(), answer.GetProperty("left").GetInt32());
}
