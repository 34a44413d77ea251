using System.Globalization;
using System.Text;

namespace Esik.Programmes;

/// <summary>Checks one text that people will read.</summary>
internal readonly record struct TextReading(MistakeList Mistakes, JsonPlace Place)
{
    /// <summary>The text in Unicode's form C, or a mistake and null.</summary>
    public string? Checked(string text, int lengthMax, bool lines)
    {
        var length = text.EnumerateRunes().Count();
        var controls = text.Where(sign => (char.IsControl(sign) || IsNoCharacter(sign)) && !(lines && sign == '\n')).ToList();
        if (length > lengthMax)
            Mistakes.Add(MistakeKind.TextTooLong, Place, $"The text has {length} characters; at most {lengthMax} are allowed.");
        else if (controls is [var control, ..])
            Mistakes.Add(MistakeKind.TextControl, Place, $"The text holds the control character U+{(int)control:X4}.{(control == '\n' ? " This text is a single line." : "")}");
        else if (text.EnumerateRunes().All(IsBlank))
            Mistakes.Add(MistakeKind.TextEmpty, Place, "The text is empty.");
        else
            return text.Normalize(NormalizationForm.FormC);
        return null;
    }

    /// <summary>Code points that Unicode keeps free for ever, such as U+FFFE; normalising refuses them.</summary>
    private static bool IsNoCharacter(char sign) => sign is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF';

    /// <summary>Also what has no width: a title of nothing but a zero-width space cannot be read either.</summary>
    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
