using System.Globalization;
using System.Text;

namespace Esik.Registrations;

/// <summary>Why a text is not an e-mail address that Esik writes to.</summary>
public enum EmailProblem
{
    /// <summary>Nothing but white space.</summary>
    Missing,

    /// <summary>Longer than mail can carry: 254 in all, 64 before the @.</summary>
    TooLong,

    /// <summary>A letter outside ASCII before the @: mail providers refuse it, and it is nearly always a wrong keyboard layout.</summary>
    ForeignLetters,

    /// <summary>Anything else: no @ or two, spaces, a display name, a domain without a dot.</summary>
    Malformed,
}

/// <summary>
/// A guest's e-mail address, read once at the border and normalised: trimmed, NFC, lower-cased, the domain in ASCII (IDNA).
/// Two spellings that normalise alike are one guest; dots and plus tags are not folded, because providers differ on them.
/// The text is ASCII, has exactly one @ and can break neither a mail header nor a row.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>The longest address in characters: an SMTP path is 256, two of which are its brackets.</summary>
    public const int LengthMax = 254;

    private const int LocalLengthMax = 64;
    private const int LabelLengthMax = 63;

    // The longest text that is looked at: nothing above it can shrink to LengthMax by normalising, and a 2 MB field costs nothing.
    private const int TypedLengthMax = 1024;

    private EmailAddress(string text) => Text = text;

    /// <summary>The normalised address, at most <see cref="LengthMax"/> ASCII characters.</summary>
    public string Text { get; }

    /// <summary>Reads whatever a guest typed; null when it is no address. Never throws.</summary>
    public static EmailAddress? Parse(string? typed) => Parse(typed, out _);

    /// <summary>As <see cref="Parse(string?)"/>, and says what is wrong. Exactly one of answer and problem is null.</summary>
    public static EmailAddress? Parse(string? typed, out EmailProblem? problem)
    {
        var (address, found) = Read(typed?.Trim() ?? "");
        problem = found;
        return address;
    }

    public override string ToString() => Text;

    private static (EmailAddress?, EmailProblem?) Read(string typed)
    {
        if (typed.Length == 0)
            return (null, EmailProblem.Missing);
        if (typed.Length > TypedLengthMax)
            return (null, EmailProblem.TooLong);
        if (!IsWellFormed(typed))
            return (null, EmailProblem.Malformed);
        var text = typed.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at != text.LastIndexOf('@'))
            return (null, EmailProblem.Malformed);
        var local = text[..at];
        if (!Ascii.IsValid(local) && local.All(letter => IsAtom(letter) || char.IsLetter(letter)))
            return (null, EmailProblem.ForeignLetters);
        if (!IsDotAtom(local) || DomainToAscii(text[(at + 1)..]) is not { } domain)
            return (null, EmailProblem.Malformed);
        return local.Length > LocalLengthMax || local.Length + 1 + domain.Length > LengthMax
            ? (null, EmailProblem.TooLong)
            : (new EmailAddress($"{local}@{domain}"), null);
    }

    // Normalize throws on half a surrogate pair; control and invisible format characters have no business in an address.
    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                return false;
        }
        return true;
    }

    // RFC 5322 atext and dots. Dots at the ends or in a row need quotes, which no guest has.
    private static bool IsDotAtom(string local) =>
        local.All(IsAtom) && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);

    private static bool IsAtom(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~.".Contains(letter, StringComparison.Ordinal);

    private static string? DomainToAscii(string typed)
    {
        string domain;
        try
        {
            domain = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(typed).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // IdnMapping has no Try form: this is its way to say that the text is no domain.
            return null;
        }
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit) ? domain : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelLengthMax && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
