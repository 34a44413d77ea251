using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Registrations;

namespace Esik.Bench.Faults;

/// <summary>What a guest was told in the end.</summary>
/// <param name="Status">0: never answered.</param>
/// <param name="Answer"><c>confirmed</c>, <c>waiting</c>, <c>already-registered</c>, or the code of a refusal.</param>
/// <param name="Token">Of the ticket, when confirmed.</param>
public sealed record GuestAnswer(int Status, string Answer, string? Token)
{
    public static readonly GuestAnswer None = new(0, "", null);
}

/// <summary>
/// A guest in a fault run. Asks one process, and when that does not answer or is busy, another, with the same request, until answered;
/// waits as long as "busy" asks for.
/// </summary>
public sealed class FaultGuest(int number, string slot, int party)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromMilliseconds(100);

    private readonly string requestId = SignUp.NewRequestId();

    public string Email { get; } = $"guest{number}@example.org";

    public string Slot => slot;

    public int Party => party;

    /// <summary>The first definite answer, <see cref="GuestAnswer.None"/> as long as there is none.</summary>
    public GuestAnswer Answer { get; private set; } = GuestAnswer.None;

    /// <summary>What the same request is told again, when all is over.</summary>
    public GuestAnswer Again { get; private set; } = GuestAnswer.None;

    /// <summary>Requests that were needed for the answer.</summary>
    public int Tries { get; private set; }

    /// <param name="sites">The processes, the guest's own first; a dead one answers nothing.</param>
    /// <param name="answered">Told which of them answered.</param>
    public async Task RegisterAsync(IReadOnlyList<HttpClient> sites, Action<int> answered)
    {
        var end = TimeProvider.System.GetUtcNow() + Patience;
        for (var site = number % sites.Count; Answer == GuestAnswer.None && TimeProvider.System.GetUtcNow() < end; site = (site + 1) % sites.Count)
        {
            Tries++;
            var (answer, pause) = await AskAsync(sites[site]);
            if (answer is null)
            {
                await Task.Delay(pause);
                continue;
            }
            Answer = answer;
            answered(site);
        }
    }

    /// <summary>Asks once more, as somebody who lost the answer would.</summary>
    public async Task RepeatAsync(HttpClient site) => Again = (await AskAsync(site)).Answer ?? GuestAnswer.None;

    // Null: no answer yet, and how long to wait before asking elsewhere.
    private async Task<(GuestAnswer? Answer, TimeSpan Pause)> AskAsync(HttpClient site)
    {
        try
        {
            using var response = await site.PostAsJsonAsync(
                new Uri($"/api/slots/{slot}/registrations", UriKind.Relative),
                new { name = $"Guest {number}", email = Email, party, language = "en", consent = true, requestId });
            if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                return (null, response.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException($"{response.StatusCode} without Retry-After."));
            return (Read((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>()), default);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, PauseAfterLoss);
        }
    }

    private static GuestAnswer Read(int status, JsonElement json) => new(
        status,
        (json.TryGetProperty("answer", out var answer) || json.TryGetProperty("code", out answer) ? answer.GetString() : null) ?? "",
        json.TryGetProperty("ticket", out var ticket) && ticket.ValueKind == JsonValueKind.Object ? ticket.GetProperty("token").GetString() : null);
}
