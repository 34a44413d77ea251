using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;

namespace Esik.Tickets.Tests;

/// <summary>A guest with a ticket page, who asks things of it: by its forms, and as JSON.</summary>
internal sealed class TestTicket(TestSite site, string slot, string key)
{
    public string Key => key;

    public string Page => $"/en/tickets/{key}";

    /// <summary>The token that the registration had when it was made; empty while it waits.</summary>
    public string Token { get; private init; } = "";

    /// <summary>Signs up, and finds the page of a registration that waits as well.</summary>
    public static Task<TestTicket> RegisterAsync(TestSite site, string email, int party = 1, string slot = "clay") => RegisterAsync(site, new TestGuest(email, party), slot);

    public static async Task<TestTicket> RegisterAsync(TestSite site, TestGuest guest, string slot = "clay")
    {
        var answer = await guest.RegisterAsync(site, slot);
        return answer.Status switch
        {
            HttpStatusCode.Created => new(site, slot, answer.Key) { Token = answer.Token },
            HttpStatusCode.Accepted => new(site, slot, answer.Json.GetProperty("url").GetString()!.Split('/')[^1]),
            _ => throw new InvalidOperationException(answer.ToString()),
        };
    }

    public TestTicket At(TestSite other) => new(other, slot, key) { Token = Token };

    public TestTicket With(string otherKey) => new(site, slot, otherKey);

    public async Task<Registration> RowAsync() =>
        (await site.Get<SlotTable>().ReadAsync<Registration>(slot, Registration.KeyOf(TicketPageKey.Parse(key)!.Value.Ticket), CancellationToken.None))!;

    public async Task<(HttpStatusCode Status, JsonElement Json)> StateAsync()
    {
        using var answer = await site.Client.GetAsync(new Uri($"/api/tickets/{key}", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Asks as a program: <c>withdraw</c>, <c>party</c> …</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(string what, object? body = null)
    {
        using var answer = await site.Client.PostAsJsonAsync(new Uri($"/api/tickets/{key}/{what}", UriKind.Relative), body ?? new { });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Asks as a program, and fails when it is refused.</summary>
    public async Task<JsonElement> DoneAsync(string what, object? body = null)
    {
        var (status, json) = await AskAsync(what, body);
        Assert.True(status == HttpStatusCode.OK, $"{what}: {status} {json}");
        return json;
    }

    /// <summary>Asks as a program, and fails when it is not refused with this code.</summary>
    public async Task<JsonElement> RefusedAsync(string what, int expected, string code, object? body = null)
    {
        var (status, json) = await AskAsync(what, body);
        Assert.True(((int)status, json.TryGetProperty("code", out var said) ? said.GetString() : null) == (expected, code), $"{what}: {status} {json}");
        return json;
    }

    /// <summary>Sends a form of the page.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Html)> PostAsync(string what, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Page}/{what}") { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await site.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string? Location, string Html)> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await site.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }
}
