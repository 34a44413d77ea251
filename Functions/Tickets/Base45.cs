namespace Esik.Tickets;

/// <summary>
/// Base45 of RFC 9285: bytes as the 45 characters of a QR code's alphanumeric mode. Strict both ways: a text that this class
/// would not have written itself (lower case, a value above its bytes, a lone character) is refused, so a token has one spelling.
/// A text may begin with a space; never trim it.
/// </summary>
public static class Base45
{
    /// <summary>The alphabet, in the order of its values.</summary>
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private const int Base = 45;

    /// <summary>Three characters for two bytes, two for a last single one.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length / 2 * 3) + (bytes.Length % 2 * 2)];
        var at = 0;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var pair = i + 1 < bytes.Length;
            var value = pair ? (bytes[i] << 8) + bytes[i + 1] : bytes[i];
            for (var digits = pair ? 3 : 2; digits > 0; digits--, value /= Base)
                text[at++] = Alphabet[value % Base];
        }
        return new string(text);
    }

    /// <summary>The bytes, or null when <see cref="Encode"/> could not have written this text. Never throws.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 == 1)
            return null;
        var bytes = new byte[(text.Length / 3 * 2) + (text.Length % 3 / 2)];
        for (int i = 0, at = 0; i < text.Length; i += 3)
        {
            var group = text.Slice(i, Math.Min(3, text.Length - i));
            var value = Value(group);
            if (value < 0 || value > (group.Length == 3 ? ushort.MaxValue : byte.MaxValue))
                return null;
            if (group.Length == 3)
                bytes[at++] = (byte)(value >> 8);
            bytes[at++] = (byte)value;
        }
        return bytes;
    }

    // Least significant digit first; -1 when a character is not in the alphabet.
    private static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var digit = Alphabet.IndexOf(digits[i], StringComparison.Ordinal);
            if (digit < 0)
                return -1;
            value = (value * Base) + digit;
        }
        return value;
    }
}
