using System.Globalization;
using System.Text;

namespace Esik.Languages;

/// <summary>
/// How the letters of names sound, whatever they are written in: Kazakh and Russian Cyrillic, the Kazakh Latin alphabets, and the usual
/// ways to put names into Latin letters. Spellings that are read alike come out alike. For searching, never for showing.
/// </summary>
internal static class NameLetters
{
    // Soft signs in Latin letters, and what keyboards have for them.
    private const string Apostrophes = "'’‘`´";

    /// <summary>The longest spelling of one sound, in letters: shch.</summary>
    public const int SpellingMax = 4;

    // Letters of which each sounds as the one below it.
    private const string Plain = "абвгғҕґдеєзиійїкқлмнңоөпрстуұүўфхһҳыэә" + "qy";
    private const string Sound = "abvggggdeeziiiikklmnnooprstuuuufhhhiea" + "ki";

    // Spellings and their readings, the usual one first. Kazakh ж is written zh, j or dj, and j is й to others; kh may be х, or к before х.
    // On the last line are letters whose marks change their sound; all other marks are looked through.
    private const string Spellings =
        "ё=e,io ж=j дж=j,dj ц=ts ч=ch ш=sh щ=sh ъ= ь= ю=iu я=ia ля=lia,la уы=ui,u "
        + "zh=j,zh dzh=j,dj dj=j,di j=j,i kh=h,kh gh=g,gh sch=sh shch=sh ch=ch tch=ch c=k,s,ts ck=k tz=ts ph=f th=t,th ng=n,ng ngh=ng,n lya=lia,la lia=lia,la "
        + "ye=e,ie ie=e,ie yo=e,io io=io,e ou=u,ou uy=ui,u w=u,v x=ks,h "
        + "ş=sh ș=sh š=sh ç=ch č=ch ž=j ə=a ı=i ŋ=n ý=u";

    private static readonly Dictionary<string, string[]> Readings =
        Spellings.Split(' ').Select(spelling => spelling.Split('=')).ToDictionary(parts => parts[0], parts => parts[1].Split(','));

    /// <summary>The readings of a spelling of at most <see cref="SpellingMax"/> letters; null when it is none.</summary>
    public static IReadOnlyList<string>? ReadingsOf(string spelling) => Readings.GetValueOrDefault(spelling);

    /// <summary>A single letter's sound: the letter itself when nothing better is known.</summary>
    public static string SoundOf(char letter)
    {
        var bare = Unmarked(letter);
        return (Plain.IndexOf(bare, StringComparison.Ordinal) is >= 0 and var at ? Sound[at] : bare).ToString();
    }

    /// <summary>A Latin letter without its marks; any other as it is: й and ё are letters of their own.</summary>
    public static char Unmarked(char letter) =>
        letter is (> '\u007F' and < '\u0250') or (>= '\u1E00' and < '\u1F00') ? letter.ToString().Normalize(NormalizationForm.FormD)[0] : letter;

    /// <summary>The words of a text in small letters and digits. Apostrophes and loose marks are gone; every other sign parts words.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new StringBuilder();
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.Format || Apostrophes.Contains(rune.ToString(), StringComparison.Ordinal))
                continue;
            if (Rune.IsLetterOrDigit(rune))
                words.Append(Rune.ToLowerInvariant(rune));
            else
                words.Append(' ');
        }
        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // A letter with its mark becomes one. Halves of surrogate pairs, which have no such form, come out of EnumerateRunes as the replacement sign.
    private static string Composed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune);
        return whole.ToString().Normalize(NormalizationForm.FormC);
    }
}
