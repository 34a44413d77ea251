using System.Security.Cryptography;
using System.Text;

namespace Esik.Tickets;

/// <summary>
/// The festival's secret behind ticket ids and short codes (setting <c>GuestKey</c>). It must not change during a festival:
/// ticket ids are row keys, and with another key every guest would be a stranger. Safe for use by several threads.
/// </summary>
public sealed class GuestKey
{
    /// <summary>The shortest key that is accepted, in bytes.</summary>
    public const int LengthMin = 32;

    private readonly byte[] secret;

    private GuestKey(byte[] secret) => this.secret = secret;

    /// <summary>Reads the setting <c>GuestKey</c>: Base64 of 32 bytes or more; null when it is anything else.</summary>
    public static GuestKey? Parse(string? setting)
    {
        var secret = new byte[setting?.Length ?? 0];
        return Convert.TryFromBase64String(setting ?? "", secret, out var length) && length >= LengthMin
            ? new GuestKey(secret[..length])
            : null;
    }

    /// <summary>A new random key as the setting holds it.</summary>
    public static string CreateText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(LengthMin));

    /// <summary>HMAC-SHA256 of the text under this key, 32 bytes. Callers keep their texts apart by their first line.</summary>
    internal byte[] Hash(string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text));
}
