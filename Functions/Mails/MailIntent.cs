using System.Text.Json;
using Esik.Hosting;

namespace Esik.Mails;

/// <summary>
/// The message that is sent before something is stored that must be followed by a mail. Its handler looks whether it was stored.
/// Names either the batch of a slot or an organizer's sign-in link. Holds no personal data.
/// </summary>
/// <param name="Since">When the intent was first announced, UTC.</param>
/// <param name="Tries">How often it was put off.</param>
public sealed record MailIntent(string? Slot, string? Batch, string? SignIn, DateTimeOffset Since, int Tries = 0)
{
    public static MailIntent ForBatch(string slot, string batch, DateTimeOffset since) => new(slot, batch, null, since);

    public static MailIntent ForSignIn(string link, DateTimeOffset since) => new(null, null, link, since);

    public string ToJson() => JsonSerializer.Serialize(this, EsikJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote; throws on anything else, which sends the message to the poison queue.</summary>
    public static MailIntent Parse(string message) => JsonSerializer.Deserialize<MailIntent>(message, EsikJson.Options) ?? throw new JsonException("An empty intent.");
}
