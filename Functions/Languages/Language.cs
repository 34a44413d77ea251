namespace Esik.Languages;

/// <summary>A language that Esik speaks. The order is the order of the language switch; the first is the state language.</summary>
public enum Language
{
    Kazakh,
    Russian,
    English,
}

/// <summary>Language codes (ISO 639-1) and the choice of a language for a reader.</summary>
public static class LanguageCodes
{
    /// <summary>Route constraint for <c>{lang}</c>: the Functions host takes the first route that matches, so a bare <c>{lang}</c> would swallow <c>/door</c>.</summary>
    public const string Route = "{lang:regex(^(kk|ru|en)$)}";

    public static readonly IReadOnlyList<Language> All = [Language.Kazakh, Language.Russian, Language.English];

    /// <summary><c>kk</c>, <c>ru</c> or <c>en</c>.</summary>
    public static string Code(this Language language) => language switch
    {
        Language.Kazakh => "kk",
        Language.Russian => "ru",
        Language.English => "en",
    };

    /// <summary>The language's own name for itself, for the language switch.</summary>
    public static string OwnName(this Language language) => language switch
    {
        Language.Kazakh => "Қазақша",
        Language.Russian => "Русский",
        Language.English => "English",
    };

    /// <summary>Reads a code as <see cref="Code"/> writes it, upper or lower case; anything else is null.</summary>
    public static Language? Parse(string? code) => code?.ToLowerInvariant() switch
    {
        "kk" => Language.Kazakh,
        "ru" => Language.Russian,
        "en" => Language.English,
        _ => null,
    };
}
