using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Esik.Bench.Faults;

/// <summary>What a guest asks for, again and again the same.</summary>
public sealed record FaultRequest(int Number, string Slot, int Party, string RequestId)
{
    public string Email => $"guest{Number}@example.org";

    public string Name => $"Guest {Number}";
}

/// <summary>An answer, or none yet and how long to wait before asking elsewhere.</summary>
public readonly record struct FaultReply(GuestAnswer? Answer, TimeSpan Pause);

/// <summary>How guests speak with a process: as a program does, or by the form of the slot's page.</summary>
public abstract class FaultWays
{
    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromMilliseconds(100);

    public static readonly FaultWays Json = new JsonWays();
    public static readonly FaultWays Form = new FormWays();

    public Task<FaultReply> RegisterAsync(HttpClient site, FaultRequest request) => AskAsync(() => PostAsync(site, request), response => ReadAsync(site, response));

    public static Task<FaultReply> WithdrawAsync(HttpClient site, string key) => AskAsync(
        () => site.PostAsJsonAsync(new Uri($"/api/tickets/{key}/withdraw", UriKind.Relative), new { }),
        async response => Read(response, await response.Content.ReadFromJsonAsync<JsonElement>()));

    protected abstract Task<HttpResponseMessage> PostAsync(HttpClient site, FaultRequest request);

    protected abstract Task<GuestAnswer> ReadAsync(HttpClient site, HttpResponseMessage response);

    private static async Task<FaultReply> AskAsync(Func<Task<HttpResponseMessage>> post, Func<HttpResponseMessage, Task<GuestAnswer>> read)
    {
        try
        {
            using var response = await post();
            if (IsBusy(response))
                return new(null, response.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException($"{response.StatusCode} without Retry-After."));
            return new(await read(response), default);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return new(null, PauseAfterLoss);
        }
    }

    private static bool IsBusy(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;

    // A sign-up's answer, a ticket's state, or a refusal.
    private static GuestAnswer Read(HttpResponseMessage response, JsonElement json)
    {
        var ticket = json.TryGetProperty("ticket", out var made) && made.ValueKind == JsonValueKind.Object ? made : json;
        return new(
            (int)response.StatusCode,
            Text(json, "answer") ?? Text(json, "code") ?? Text(json, "state") ?? "",
            Text(ticket, "token"),
            Text(ticket, "url")?.Split('/')[^1]);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class JsonWays : FaultWays
    {
        protected override Task<HttpResponseMessage> PostAsync(HttpClient site, FaultRequest request) => site.PostAsJsonAsync(
            new Uri($"/api/slots/{request.Slot}/registrations", UriKind.Relative),
            new { name = request.Name, email = request.Email, party = request.Party, language = "en", consent = true, requestId = request.RequestId });

        protected override async Task<GuestAnswer> ReadAsync(HttpClient site, HttpResponseMessage response) => Read(response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private sealed class FormWays : FaultWays
    {
        protected override Task<HttpResponseMessage> PostAsync(HttpClient site, FaultRequest request) => site.PostAsync(
            new Uri($"/en/slots/{request.Slot}", UriKind.Relative),
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["name"] = request.Name,
                ["email"] = request.Email,
                ["party"] = $"{request.Party}",
                ["consent"] = "yes",
                ["requestId"] = request.RequestId,
            }));

        // The form leads to the ticket's page, and what that says is the answer. The only page that is good and leads nowhere is of somebody who was here before.
        protected override async Task<GuestAnswer> ReadAsync(HttpClient site, HttpResponseMessage response)
        {
            if (response.StatusCode != HttpStatusCode.SeeOther)
                return new((int)response.StatusCode, response.IsSuccessStatusCode ? "already-registered" : "form-refused", null);
            var key = response.Headers.Location!.OriginalString.Split('/')[^1];
            using var page = await site.GetAsync(new Uri($"/api/tickets/{key}", UriKind.Relative));
            return IsBusy(page) ? throw new HttpRequestException("The ticket's page is busy.") : Read(page, await page.Content.ReadFromJsonAsync<JsonElement>());
        }
    }
}
