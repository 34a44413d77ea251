namespace Esik.Languages;

/// <summary>
/// A name as it sounds, so that it is found however it was spelled: Айгүл, Aigul and Aygül; Жанна, Zhanna and Jana; Қуаныш, Kuanysh and
/// Quanysh. A word may have several readings; two names meet when any of them do. Takes any text, never throws.
/// </summary>
public sealed class FoldedName
{
    // A spelling of many meanings has its usual ones looked at; a word of a hundred j's must not grow without end.
    private const int ReadingsMax = 16;

    // What the last letter of an unfinished word may yet become: z the z of zh, k that of kh.
    private const string Unfinished = "zkd";
    private const string Becoming = "jhj";

    private readonly IReadOnlyList<IReadOnlyList<string>> words;

    private FoldedName(IReadOnlyList<IReadOnlyList<string>> words, int letters) => (this.words, Letters) = (words, letters);

    /// <summary>Letters and digits that were typed, so that "Zh" counts as two although it is one sound.</summary>
    public int Letters { get; }

    /// <summary>A guest's name.</summary>
    public static FoldedName Of(string name) => Fold(name, isBeginning: false);

    /// <summary>What somebody typed who looks for a name: beginnings of its words, in any order.</summary>
    public static FoldedName Beginning(string typed) => Fold(typed, isBeginning: true);

    /// <summary>Whether each word that was typed begins a word of this name, each another one.</summary>
    public bool Answers(FoldedName beginning)
    {
        var typed = beginning.words;
        // Which typed word holds each of this name's; null while none does.
        var holders = new int?[words.Count];
        return typed.Count > 0 && Enumerable.Range(0, typed.Count).All(word => Takes(word, new bool[words.Count]));

        // What another typed word holds is given up when that one finds itself a word elsewhere.
        bool Takes(int word, bool[] asked)
        {
            for (var place = 0; place < words.Count; place++)
            {
                if (asked[place] || !Begins(words[place], typed[word]))
                    continue;
                asked[place] = true;
                if (holders[place] is not { } holder || Takes(holder, asked))
                {
                    holders[place] = word;
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>Whether the name's own first word is meant: such guests come first in a list.</summary>
    public bool AnswersFirst(FoldedName beginning) => words.Count > 0 && beginning.words.Any(typed => Begins(words[0], typed));

    private static bool Begins(IReadOnlyList<string> word, IReadOnlyList<string> typed) =>
        word.Any(reading => typed.Any(start => reading.StartsWith(start, StringComparison.Ordinal)));

    private static FoldedName Fold(string text, bool isBeginning)
    {
        var typed = NameLetters.Words(text);
        var words = typed.Select(word => Readings(word, isBeginning)).Where(readings => readings.Count > 0);
        return new FoldedName([.. words], typed.Sum(word => word.EnumerateRunes().Count()));
    }

    private static IReadOnlyList<string> Readings(string word, bool isBeginning)
    {
        List<string> readings = [""];
        for (var at = 0; at < word.Length;)
        {
            var (sounds, length) = Next(word, at);
            readings = [.. readings.SelectMany(reading => sounds.Select(sound => reading + sound)).Take(ReadingsMax)];
            at += length;
        }
        if (isBeginning && Unfinished.IndexOf(word[^1], StringComparison.Ordinal) is >= 0 and var open)
            readings = [.. readings, .. readings.Select(reading => reading[..^1] + Becoming[open])];
        return [.. readings.Select(Single).Where(reading => reading.Length > 0).Distinct()];
    }

    private static (IReadOnlyList<string> Sounds, int Length) Next(string word, int at)
    {
        for (var length = Math.Min(NameLetters.SpellingMax, word.Length - at); length > 0; length--)
        {
            if (NameLetters.ReadingsOf(word.Substring(at, length)) is { } sounds)
                return (sounds, length);
        }
        return ([NameLetters.SoundOf(word[at])], 1);
    }

    // Doubled letters are written by some and not by others: Асель, Assel; Мария, Mariya.
    private static string Single(string reading) => string.Concat(reading.Where((letter, at) => at == 0 || letter != reading[at - 1]));
}
