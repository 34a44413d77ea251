using SkiaSharp;

namespace Esik.Tickets;

/// <summary>Breaks a text into lines: at spaces, and inside a word only when the word alone is wider than a line.</summary>
public static class LineBreak
{
    /// <summary>
    /// Lines of at most <paramref name="width"/> points, and at most <paramref name="linesMax"/> of them: when there would be more, the
    /// last ends in an ellipsis.
    /// </summary>
    public static IReadOnlyList<string> Lines(string text, SKFont font, float width, int linesMax)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, font, width)))
        {
            var longer = line.Length == 0 ? piece : $"{line} {piece}";
            if (font.MeasureText(longer) <= width)
            {
                line = longer;
                continue;
            }
            lines.Add(line);
            line = piece;
        }
        if (line.Length > 0)
            lines.Add(line);
        return lines.Count <= linesMax ? lines : [.. lines.Take(linesMax - 1), Cut(lines[linesMax - 1], font, width)];
    }

    private static IEnumerable<string> Pieces(string word, SKFont font, float width)
    {
        var piece = "";
        foreach (var character in TicketFont.Characters(word))
        {
            if (piece.Length > 0 && font.MeasureText(piece + character) > width)
            {
                yield return piece;
                piece = "";
            }
            piece += character;
        }
        yield return piece;
    }

    private static string Cut(string line, SKFont font, float width)
    {
        var characters = TicketFont.Characters(line).ToList();
        while (characters.Count > 0 && font.MeasureText(string.Concat(characters) + "…") > width)
            characters.RemoveAt(characters.Count - 1);
        return string.Concat(characters).TrimEnd() + "…";
    }
}
