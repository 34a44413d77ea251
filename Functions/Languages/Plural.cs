namespace Esik.Languages;

/// <summary>Plural categories of whole numbers, as the Unicode CLDR gives them for Kazakh, Russian and English.</summary>
public static class Plural
{
    /// <summary><c>one</c>, <c>few</c>, <c>many</c> or <c>other</c>. Kazakh nouns stay in the singular after a number, so one form serves them all.</summary>
    public static string Category(Language language, long number)
    {
        var n = Math.Abs(number);
        return language switch
        {
            Language.Kazakh => "other",
            Language.English => n == 1 ? "one" : "other",
            Language.Russian => Russian(n % 10, n % 100),
        };
    }

    private static string Russian(long units, long lastTwo) => (units, lastTwo) switch
    {
        (1, not 11) => "one",
        ( >= 2 and <= 4, < 12 or > 14) => "few",
        _ => "many",
    };
}
