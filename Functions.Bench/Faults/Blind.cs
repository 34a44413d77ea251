using System.Text;

namespace Esik.Bench.Faults;

/// <summary>Takes the versions out of what goes to storage, for the negative control without ETags.</summary>
internal static class Blind
{
    public const string AnyVersion = "*";

    private const string Header = "If-Match: ";

    /// <summary>A transaction's text with every <c>If-Match</c> replaced by one that always matches; any other body as it is.</summary>
    public static byte[] Body(byte[] body)
    {
        // A letter for each byte, and back: nothing else in the body is touched.
        var lines = Encoding.Latin1.GetString(body).Split("\r\n");
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].StartsWith(Header, StringComparison.OrdinalIgnoreCase))
                lines[line] = Header + AnyVersion;
        }
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }
}
