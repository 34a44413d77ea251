using System.Net;
using System.Text.Json;

namespace Esik.Against.Tests;

/// <summary>What a site that is only spoken to serves at present: tests are chosen by it before they run.</summary>
/// <param name="OpenSlot">The first slot that takes sign-ups; empty when none does.</param>
/// <param name="Lacks">Why there is none; empty when there is one.</param>
public sealed record AgainstProgramme(bool IsImported, string OpenSlot, string Lacks)
{
    // Tests are found before anything is awaited, and the first answer may have to wait for an instance.
    public static AgainstProgramme At(Uri address)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "api/programme"));
        try
        {
            using var answer = client.Send(request);
            return Read(answer.StatusCode, new StreamReader(answer.Content.ReadAsStream()).ReadToEnd());
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            // Then every test says so for itself.
            return new(true, "unreachable", "");
        }
    }

    public static AgainstProgramme Read(HttpStatusCode status, string body)
    {
        if (status == HttpStatusCode.ServiceUnavailable && body.Contains("\"programme-missing\"", StringComparison.Ordinal))
            return new(false, "", "Nothing is imported there yet.");
        if (status != HttpStatusCode.OK)
            return new(true, "unreachable", "");
        var slots = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("slots").EnumerateArray();
        var open = slots.Where(slot => slot.GetProperty("signUp").GetString() == "open").Select(slot => slot.GetProperty("id").GetString()!).FirstOrDefault("");
        return new(true, open, open.Length > 0 ? "" : "No slot takes sign-ups there at present.");
    }
}

/// <summary>What a test against a site needs there.</summary>
public enum AgainstNeed
{
    /// <summary>A programme that was imported.</summary>
    Programme,

    /// <summary>A slot that takes sign-ups; nobody signs up.</summary>
    OpenSlot,

    /// <summary>A slot that was named for it, since the guests of all others are real.</summary>
    OwnSlot,
}

/// <summary>A test that is skipped, with the reason, where a site that was named has not what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AgainstFactAttribute : FactAttribute
{
    public AgainstFactAttribute(AgainstNeed need) => Skip = AgainstSkip.Reason(need);
}

/// <inheritdoc cref="AgainstFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AgainstTheoryAttribute : TheoryAttribute
{
    public AgainstTheoryAttribute(AgainstNeed need) => Skip = AgainstSkip.Reason(need);
}

internal static class AgainstSkip
{
    public static string? Reason(AgainstNeed need) => AgainstSite.Served.Value is { } served ? Reason(need, served, AgainstSite.NamedSlot) : null;

    public static string? Reason(AgainstNeed need, AgainstProgramme served, string? namedSlot) => need switch
    {
        AgainstNeed.Programme when !served.IsImported => served.Lacks,
        AgainstNeed.OpenSlot when served.OpenSlot.Length == 0 && (namedSlot is null || !served.IsImported) => served.Lacks,
        AgainstNeed.OwnSlot when !served.IsImported => served.Lacks,
        AgainstNeed.OwnSlot when namedSlot is null => $"It would take places of real guests: name a slot for it with --slot ({AgainstSite.SlotVariable}).",
        _ => null,
    };
}
