using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Esik.Hosting;

namespace Esik.Organizers;

/// <summary>What a session's token is worth.</summary>
public enum SessionAnswer
{
    Good,

    /// <summary>None, not ours, expired or signed out.</summary>
    SignInNeeded,

    /// <summary>Signed in once, but taken off the organizers' list since.</summary>
    NotListed,
}

/// <summary>
/// The organizers who are signed in. A token is the session's id and the festival's seal on it; storage keeps only a hash of the id.
/// Rows are remembered for <see cref="RememberedFor"/>: that is how soon signing out reaches every instance.
/// </summary>
public sealed class OrganizerSessions(OrganizerTable table, OrganizerSettings settings, FestivalSeal seal, TimeProvider clock)
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    private const string Purpose = "organizer-session";
    private const int RememberedMax = 1000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, OrganizerSession? Session)> remembered = new();

    /// <summary>The id that an attempt to sign in leads to: the same attempt leads to the same session.</summary>
    public string IdFor(string link, string attempt) => seal.Of("organizer-session-id", link, attempt);

    /// <summary>What the browser keeps.</summary>
    public string TokenOf(string id) => $"{id}.{seal.Of(Purpose, id)}";

    public static string KeyOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    public async Task StartAsync(OrganizerSession session, CancellationToken stop)
    {
        await table.SaveAsync(session, stop);
        remembered.TryRemove(session.Key, out _);
    }

    /// <summary>Finds who holds a token. Takes any text; only a token that bears the seal costs a request, and that at most every 30 seconds.</summary>
    public async Task<(SessionAnswer Answer, OrganizerSession? Session)> FindAsync(string? token, CancellationToken stop)
    {
        if (token?.Split('.') is not [var id, var mark] || !seal.Fits(mark, Purpose, id))
            return (SessionAnswer.SignInNeeded, null);
        var session = await RecallAsync(KeyOf(id), stop);
        if (session is null || clock.GetUtcNow() >= session.Expires)
            return (SessionAnswer.SignInNeeded, null);
        return session.ByHost || settings.Includes(session.Email) ? (SessionAnswer.Good, session) : (SessionAnswer.NotListed, null);
    }

    /// <summary>Signs out: at once here, within 30 seconds at other instances.</summary>
    public async Task EndAsync(OrganizerSession session, CancellationToken stop)
    {
        await table.EndAsync(session.Key, stop);
        remembered.TryRemove(session.Key, out _);
    }

    private async Task<OrganizerSession?> RecallAsync(string key, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (remembered.TryGetValue(key, out var last) && now - last.At < RememberedFor)
            return last.Session;
        var session = await table.SessionAsync(key, stop);
        if (remembered.Count >= RememberedMax)
            remembered.Clear();
        remembered[key] = (now, session);
        return session;
    }
}
