using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting.Tests;

namespace Esik.Registrations.Tests;

/// <summary>How a site answered a sign-up.</summary>
internal sealed class GuestAnswer(HttpStatusCode status, JsonElement json)
{
    public HttpStatusCode Status => status;

    public JsonElement Json => json;

    public string? Answer => Json.TryGetProperty("answer", out var answer) ? answer.GetString() : null;

    public int Place => Json.GetProperty("place").GetInt32();

    public string Token => Json.GetProperty("ticket").GetProperty("token").GetString()!;

    public string Key => Json.GetProperty("ticket").GetProperty("key").GetString()!;

    public TimeSpan? RetryAfter { get; init; }

    public override string ToString() => $"{status}: {json}";
}

/// <summary>A guest who signs up by JSON.</summary>
internal sealed record TestGuest(string Email, int Party = 1)
{
    public string RequestId { get; init; } = SignUp.NewRequestId();

    public string Name { get; init; } = "Айгүл Әбенова";

    public async Task<GuestAnswer> RegisterAsync(TestSite site, string slot)
    {
        using var answer = await site.Client.PostAsJsonAsync(
            $"/api/slots/{slot}/registrations",
            new { name = Name, email = Email, party = Party, language = "kk", consent = true, requestId = RequestId });
        return new(answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>()) { RetryAfter = answer.Headers.RetryAfter?.Delta };
    }
}
