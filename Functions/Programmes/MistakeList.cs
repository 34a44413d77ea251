using System.Globalization;
using System.Text;

namespace Esik.Programmes;

/// <summary>Gathers mistakes while a file is read, and finds their lines and columns at the end.</summary>
internal sealed class MistakeList(ReadOnlyMemory<byte> file)
{
    // Looking for near words is slow beside all else, and nobody reads the thousandth suggestion.
    private int suggestionsLeft = 1000;
    private readonly List<(int Offset, MistakeKind Kind, string Place, string Sentence)> found = [];

    public int Count => found.Count;

    public void Add(MistakeKind kind, JsonPlace at, string sentence) => Add(kind, at.Offset, at.Pointer, sentence);

    public void Add(MistakeKind kind, int offset, string place, string sentence) => found.Add((offset, kind, place, sentence));

    /// <summary>All mistakes in the order of the file.</summary>
    public IReadOnlyList<ProgrammeMistake> InOrder()
    {
        var mistakes = new List<ProgrammeMistake>(found.Count);
        var (line, column, seen) = (1, 1, 0);
        foreach (var (offset, kind, place, sentence) in found.OrderBy(mistake => mistake.Offset))
        {
            var passed = file.Span[seen..offset];
            if (passed.LastIndexOf((byte)'\n') is >= 0 and var lineEnd)
            {
                line += passed.Count((byte)'\n');
                column = 1;
                passed = passed[(lineEnd + 1)..];
            }
            column += Encoding.UTF8.GetCharCount(passed);
            seen = offset;
            mistakes.Add(new ProgrammeMistake(kind, place, line, column, sentence));
        }
        return mistakes;
    }

    /// <summary>Something from the file, fit to stand in a sentence on a terminal: in quotes, without control characters, not long.</summary>
    public static string Quote(string? text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in (text ?? "?").EnumerateRunes().Take(60))
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                shown.Append(rune);
        }
        return shown.Append('\'').ToString();
    }

    /// <summary>" Did you mean 'x'?" when one of the known words is near, else nothing.</summary>
    public string Suggest(string word, IEnumerable<string> known)
    {
        if (suggestionsLeft-- <= 0)
            return "";
        var nearest = known.Select(other => (Other: other, Steps: Distance(word, other)))
            .Where(near => near.Steps <= Math.Min(3, Math.Max(word.Length, near.Other.Length) / 3))
            .OrderBy(near => near.Steps).ThenBy(near => near.Other, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Other is null ? "" : $" Did you mean {Quote(nearest.Other)}?";
    }

    /// <summary>Levenshtein's distance, letter case aside. Long words are near to nothing: the file may hold megabytes of them.</summary>
    private static int Distance(string one, string other)
    {
        if (one.Length > 60 || other.Length > 60)
            return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.Length];
    }
}
