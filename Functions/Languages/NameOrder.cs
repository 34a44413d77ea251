using System.Text;

namespace Esik.Languages;

/// <summary>
/// The order of names in a printed list: by the reader's own alphabet. Kazakh has ә after а and һ after х; Russian takes ё for е, and finds
/// Kazakh letters where Kazakh has them; both put Cyrillic before Latin, English after it. Our own, because the machine's language data
/// differs from one server to the next. Names that the alphabet does not tell apart keep a fixed order all the same.
/// </summary>
public sealed class NameOrder : IComparer<string>
{
    private const string Cyrillic = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    // What is in neither alphabet comes behind both, by its code.
    private const int Others = 200;

    private readonly string letters;
    private readonly bool isRussian;

    private NameOrder(Language language)
    {
        letters = "0123456789" + (language == Language.English ? Latin + Cyrillic : Cyrillic + Latin);
        isRussian = language == Language.Russian;
    }

    public static NameOrder Of(Language language) => new(language);

    public int Compare(string? x, string? y)
    {
        var byLetters = string.CompareOrdinal(Key(x ?? ""), Key(y ?? ""));
        return byLetters != 0 ? byLetters : string.CompareOrdinal(x, y);
    }

    /// <summary>The capital letter under which a list has the name; empty when it begins with none.</summary>
    public string Heading(string name)
    {
        var first = Words(name).EnumerateRunes().FirstOrDefault();
        return first == default ? "" : Rune.ToUpperInvariant(first).ToString();
    }

    private string Words(string name)
    {
        var words = string.Join(' ', NameLetters.Words(name).Select(word => string.Concat(word.Select(NameLetters.Unmarked))));
        return isRussian ? words.Replace('ё', 'е') : words;
    }

    // A space comes first: "Али Б" before "Алия".
    private string Key(string name) => string.Concat(Words(name).Select(letter =>
        letter == ' ' ? '\u0001' : letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? (char)(at + 2) : (char)Math.Min(char.MaxValue, letter + Others)));
}
