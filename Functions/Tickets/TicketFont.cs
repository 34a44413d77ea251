using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Esik.Tickets;

/// <summary>
/// The ticket's one font: Noto Sans cut down by <c>scripts/fonts</c> to Latin, Cyrillic with all Kazakh letters, and signs. Nothing is
/// taken from the machine, so a ticket looks the same everywhere. Safe for use by several threads.
/// </summary>
public static class TicketFont
{
    /// <summary>What stands for a letter that the font lacks.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>The longest text that is set, in characters as a reader counts them; the rest is cut with an ellipsis.</summary>
    public const int LengthMax = 400;

    private const char NoBreakSpace = '\u00A0';
    private const char NarrowNoBreakSpace = '\u202F';

    private static readonly SKTypeface Typeface = Load();

    /// <summary>The font in a size in points; the caller disposes it.</summary>
    public static SKFont Sized(float points) => new(Typeface, points) { Subpixel = true, Hinting = SKFontHinting.None };

    /// <summary>
    /// The text as this font can show it: composed, white space and control characters as single spaces, marks that it lacks dropped,
    /// any other unknown character (an emoji, an Arabic letter) as one <see cref="Replacement"/>.
    /// </summary>
    public static string Legible(string text)
    {
        using var font = Sized(1);
        var legible = new StringBuilder();
        var left = LengthMax;
        foreach (var character in Characters(Composed(text)))
        {
            if (left-- == 0)
                return legible.Append('…').ToString();
            legible.Append(Shown(font, character));
        }
        return legible.ToString();
    }

    /// <summary>What a reader counts as characters: a letter with its marks, a whole emoji.</summary>
    public static IEnumerable<string> Characters(string text)
    {
        var characters = StringInfo.GetTextElementEnumerator(text);
        while (characters.MoveNext())
            yield return characters.GetTextElement();
    }

    // Halves of surrogate pairs come out of EnumerateRunes as the replacement character, so Normalize cannot throw.
    private static string Composed(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is NoBreakSpace or NarrowNoBreakSpace)
                spaced.Append(NoBreakSpace);
            else if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
                spaced.Append(rune);
            else if (spaced.Length > 0 && spaced[^1] != ' ')
                spaced.Append(' ');
        }
        return spaced.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC);
    }

    private static string Shown(SKFont font, string character)
    {
        var shown = new StringBuilder();
        foreach (var rune in character.EnumerateRunes())
        {
            if (font.ContainsGlyph(rune.Value))
                shown.Append(rune);
            else if (shown.Length == 0)
                return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format ? "" : Replacement.ToString();
        }
        return shown.ToString();
    }

    private static SKTypeface Load()
    {
        using var font = typeof(TicketFont).Assembly.GetManifestResourceStream("fonts/NotoSans-Ticket.ttf")
            ?? throw new InvalidOperationException("This build lacks the ticket's font.");
        return SKTypeface.FromStream(font) ?? throw new InvalidOperationException("The ticket's font cannot be read.");
    }
}
