namespace Esik.Hosting;

/// <summary>A secret as a setting carries it: at least 32 bytes in Base64.</summary>
public static class SecretBytes
{
    public const int LengthMin = 32;

    /// <summary>The bytes, or null when the text is no Base64 or too short.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= LengthMin ? bytes[..length] : null;
    }
}
