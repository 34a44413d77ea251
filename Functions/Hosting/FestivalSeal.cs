using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Esik.Hosting;

/// <summary>
/// Marks texts as this festival's own: an HMAC-SHA256 under the festival's secret, which every instance has. A seal is good for its
/// purpose only, and its parts cannot be moved into each other.
/// </summary>
public sealed class FestivalSeal(SiteSettings site)
{
    private readonly byte[] key = SecretBytes.Read(site.FestivalSecret)
        ?? throw new ArgumentException("The settings are checked at start, so the festival's secret is readable here.");

    /// <summary>43 letters of the URL-safe Base64 alphabet.</summary>
    public string Of(string purpose, params ReadOnlySpan<string> parts)
    {
        // Lengths go before the texts, so that "ab" and "c" never seal as "a" and "bc".
        var text = new StringBuilder().Append(purpose.Length).Append(':').Append(purpose);
        foreach (var part in parts)
            text.Append(part.Length).Append(':').Append(part);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Compares in constant time. Takes any text, never throws.</summary>
    public bool Fits(string seal, string purpose, params ReadOnlySpan<string> parts) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Of(purpose, parts)));
}
