using System.Text;

namespace Esik.Doors;

/// <summary>What somebody decided about a clash, as a form or a program sends it.</summary>
/// <param name="Note">At most <see cref="Clash.NoteLengthMax"/> letters, without control characters at its ends.</param>
public sealed record ClashForm(string Slot, string ScanId, ClashVerdict Verdict, string Note)
{
    public const string SlotField = "slot";
    public const string ScanField = "scan";
    public const string VerdictField = "verdict";
    public const string NoteField = "note";

    /// <summary>The verdicts that a person may give; the fourth is an undo's.</summary>
    public static readonly IReadOnlyList<ClashVerdict> Verdicts = [ClashVerdict.LetIn, ClashVerdict.SentAway, ClashVerdict.WrongScan];

    /// <summary>Reads the fields. Exactly one of form and mistake (a text key) is null. Never throws.</summary>
    public static (ClashForm? Form, string? Mistake) Read(string slot, string scan, string verdict, string note)
    {
        // A browser counts a line break as one letter and sends two.
        var said = note.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (Verdicts.Where(known => Code(known) == verdict).ToList() is not [var chosen])
            return (null, "clash.no-verdict");
        return said.EnumerateRunes().Count() > Clash.NoteLengthMax ? (null, "clash.note-long") : (new(slot, scan, chosen, Whole(said)), null);
    }

    /// <summary>As it stands in forms, and behind <c>clash.</c> in text keys.</summary>
    public static string Code(ClashVerdict verdict) => verdict switch
    {
        ClashVerdict.LetIn => "let-in",
        ClashVerdict.SentAway => "sent-away",
        ClashVerdict.WrongScan => "wrong-scan",
        ClashVerdict.Undone => "undone",
    };

    // Halves of surrogate pairs are no text that storage takes.
    private static string Whole(string note)
    {
        var whole = new StringBuilder(note.Length);
        foreach (var rune in note.EnumerateRunes())
            whole.Append(rune);
        return whole.ToString();
    }
}
