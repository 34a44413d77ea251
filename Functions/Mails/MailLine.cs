using System.Text;

namespace Esik.Mails;

/// <summary>
/// Makes what people typed (names, titles) fit for a mail: no character may end a header, hide from the reader, or turn the
/// direction of the text around it.
/// </summary>
public static class MailLine
{
    /// <summary>Longest header text in characters; what is longer is cut and ends with an ellipsis.</summary>
    public const int LengthMax = 200;

    /// <summary>One line: line breaks and tabs become spaces, other control characters and direction overrides go, half characters too.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in Runes(text))
        {
            if (!Rune.IsWhiteSpace(rune))
                line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
        // The beginning of a MIME encoded word: mail programs would decode what somebody typed.
        return Cut(line.Replace("=?", "= ?").ToString().TrimEnd());
    }

    /// <summary>Running text: as <see cref="Of"/>, but line breaks stay (as line feeds) and nothing is cut.</summary>
    public static string Body(string text)
    {
        var body = new StringBuilder(text.Length);
        foreach (var rune in Runes(text.ReplaceLineEndings("\n")))
            body.Append(rune);
        return body.ToString();
    }

    // A lone surrogate is read as the replacement character, which says no more than its absence.
    private static IEnumerable<Rune> Runes(string text) => text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && !IsHarmful(rune));

    // Embeddings, overrides and isolates (U+202A..U+202E, U+2066..U+2069) that nobody closes turn around all that follows.
    // The plain marks U+200E and U+200F work on their neighbours only and may stay, as may the joiners inside emoji.
    private static bool IsHarmful(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => true,
        _ => Rune.IsControl(rune),
    };

    private static string Cut(string line)
    {
        if (line.Length <= LengthMax)
            return line;
        var end = char.IsHighSurrogate(line[LengthMax - 2]) ? LengthMax - 2 : LengthMax - 1;
        return line[..end] + "…";
    }
}
