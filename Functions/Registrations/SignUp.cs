using System.Globalization;
using System.Text;
using Esik.Languages;

namespace Esik.Registrations;

/// <summary>A sign-up as it came in, before anything is known of it.</summary>
public sealed record SignUpInput(string? Name, string? Email, string? Party, string? Language, bool Consent, string? RequestId);

/// <summary>A field of a sign-up that cannot be used, and why: <see cref="Code"/> stands in docs/answers.md.</summary>
public sealed record SignUpMistake(string Field, string Code);

/// <summary>The sign-up, or everything that is wrong with it.</summary>
public sealed record SignUpReading(SignUp? SignUp, IReadOnlyList<SignUpMistake> Mistakes);

/// <summary>What a guest asks for: places for a party, under a name and an address. Read once at the border, trusted inside.</summary>
/// <param name="Party">1 to the slot's party limit.</param>
/// <param name="RequestId">16 to 64 of <c>[A-Za-z0-9-]</c>; the same request again gives the same registration.</param>
public sealed record SignUp(string Name, EmailAddress Email, int Party, Language Language, string RequestId)
{
    /// <summary>Longest name in characters, as a reader counts them.</summary>
    public const int NameLengthMax = 100;

    /// <summary>Longest name in UTF-16 units: a single character may be made of many.</summary>
    public const int NameUnitsMax = 400;

    public const int RequestIdLengthMin = 16;
    public const int RequestIdLengthMax = 64;

    /// <summary>Reads a sign-up for a slot with a party limit. Finds all mistakes at once. Never throws.</summary>
    /// <param name="language">The reader's language, for a sign-up that names none.</param>
    public static SignUpReading Read(SignUpInput input, int partyMax, Language language)
    {
        var mistakes = new List<SignUpMistake>();
        var name = ReadName(input.Name, mistakes);
        var email = ReadEmail(input.Email, mistakes);
        var party = ReadParty(input.Party, partyMax, mistakes);
        if (!string.IsNullOrEmpty(input.Language))
        {
            if (LanguageCodes.Parse(input.Language) is { } wish)
                language = wish;
            else
                mistakes.Add(new("language", "language-unusable"));
        }
        if (!input.Consent)
            mistakes.Add(new("consent", "consent-missing"));
        CheckRequestId(input.RequestId, mistakes);
        return mistakes.Count == 0
            ? new(new SignUp(name, email!, party, language, input.RequestId!), [])
            : new(null, mistakes);
    }

    /// <summary>A new request id for a form.</summary>
    public static string NewRequestId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    /// <summary>Adds a mistake when a text is no request id.</summary>
    public static void CheckRequestId(string? text, List<SignUpMistake> mistakes)
    {
        if (!IsRequestId(text))
            mistakes.Add(new("requestId", "request-id-unusable"));
    }

    /// <summary>Whether a text may serve as a request id.</summary>
    public static bool IsRequestId(string? text) =>
        text is { Length: >= RequestIdLengthMin and <= RequestIdLengthMax } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>The address that was typed; null with a mistake.</summary>
    public static EmailAddress? ReadEmail(string? typed, List<SignUpMistake> mistakes)
    {
        var email = EmailAddress.Parse(typed, out var problem);
        if (email is null)
            mistakes.Add(new("email", problem == EmailProblem.Missing ? "email-missing" : "email-unusable"));
        return email;
    }

    /// <summary>A number of places, from 1 on; with a mistake when it is none or above the limit.</summary>
    public static int ReadParty(string? text, int partyMax, List<SignUpMistake> mistakes)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var party) || party < 1)
            mistakes.Add(new("party", "party-unusable"));
        else if (party > partyMax)
            mistakes.Add(new("party", "party-too-big"));
        return party;
    }

    /// <summary>A name as it is kept: white space and letters in one form, nothing that could break a mail or a door's display.</summary>
    public static string ReadName(string? typed, List<SignUpMistake> mistakes)
    {
        var name = Clean(typed);
        if (name is null)
            mistakes.Add(new("name", "name-unusable"));
        else if (name.Length == 0)
            mistakes.Add(new("name", "name-missing"));
        else if (name.Length > NameUnitsMax || new StringInfo(name).LengthInTextElements > NameLengthMax)
            mistakes.Add(new("name", "name-too-long"));
        return name ?? "";
    }

    // White space of any kind becomes one space; control characters and marks that turn the direction of writing are left out,
    // because they could break a mail's header or make a door show another name. Null: not even Unicode.
    private static string? Clean(string? typed)
    {
        var clean = new StringBuilder();
        foreach (var rune in (typed ?? "").EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || IsNoCharacter(rune))
                return null;
            if (Rune.IsWhiteSpace(rune))
                clean.Append(clean.Length == 0 || clean[^1] == ' ' ? "" : " ");
            else if (!Rune.IsControl(rune) && !TurnsDirection(rune))
                clean.Append(rune);
        }
        return clean.ToString().Trim().Normalize(NormalizationForm.FormC);
    }

    // Code points that Unicode promises never to give a meaning; normalising throws on one of them.
    private static bool IsNoCharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool TurnsDirection(Rune rune) => rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
