using System.Text.Json;
using Esik.Hosting;
using Esik.Signals;

namespace Esik.Mails;

/// <summary>
/// The message that is sent before something is stored that must be followed by a mail. Its handler looks whether it was stored.
/// Names either batches of a slot or an organizer's sign-in link. Holds no personal data.
/// </summary>
/// <param name="Batches">In a rush one message announces several; elsewhere it is one.</param>
/// <param name="Since">When the intent was first announced, UTC.</param>
/// <param name="Tries">How often it was put off.</param>
/// <param name="Trace">Where in a trace it was announced; left out when none is recorded. A version that does not know it reads the rest.</param>
public sealed record MailIntent(string? Slot, IReadOnlyList<string>? Batches, string? SignIn, DateTimeOffset Since, int Tries = 0, string? Trace = null)
{
    public static MailIntent ForBatches(string slot, IReadOnlyList<string> batches, DateTimeOffset since) => new(slot, batches, null, since, Trace: Traces.Here);

    public static MailIntent ForSignIn(string link, DateTimeOffset since) => new(null, null, link, since, Trace: Traces.Here);

    public string ToJson() => JsonSerializer.Serialize(this, EsikJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote; throws on anything else, which sends the message to the poison queue.</summary>
    public static MailIntent Parse(string message) => JsonSerializer.Deserialize<MailIntent>(message, EsikJson.Options) ?? throw new JsonException("An empty intent.");
}
