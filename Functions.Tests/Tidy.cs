namespace Esik;

/// <summary>Habits of this repository that no compiler holds. Each answers with one sentence for each breach.</summary>
public static class Tidy
{
    public const int LinesMax = 250;

    private static readonly string[] EdgeEndings = ["Functions.cs", "Table.cs", "Mailer.cs", ".razor"];
    private static readonly string[] EdgeFolders = ["Functions/Hosting/", "Functions/Pages/"];
    private static readonly string[] EdgeNames = ["Azure.", "Microsoft.AspNetCore"];
    private static readonly string[] FileEndings = ["png", "svg", "pdf", "ics", "css", "js", "json", "wasm", "html", "eml", "txt", "csv", "jpg", "md", "webmanifest", "ttf"];

    /// <summary>Dependencies point inwards: a rule knows neither storage nor HTTP.</summary>
    public static IEnumerable<string> RulesAtTheEdge(IReadOnlyDictionary<string, string> sources) =>
        from source in sources
        where !EdgeEndings.Any(ending => source.Key.EndsWith(ending, StringComparison.Ordinal))
            && !EdgeFolders.Any(folder => source.Key.StartsWith(folder, StringComparison.Ordinal))
        from name in EdgeNames
        where Code(source.Value).Contains(name, StringComparison.Ordinal)
        select $"{source.Key} names {name}";

    public static IEnumerable<string> LongFiles(IReadOnlyDictionary<string, string> sources, IReadOnlyDictionary<string, int> exceptions) =>
        from source in sources
        let lines = source.Value.AsSpan().Count('\n')
        where lines > exceptions.GetValueOrDefault(source.Key, LinesMax)
        select $"{source.Key} has {lines} lines";

    /// <summary>Texts of the catalogue that no source names, whole or by a prefix that ends with a dot.</summary>
    public static IEnumerable<string> UnusedTexts(IEnumerable<string> keys, IReadOnlyDictionary<string, string> sources)
    {
        var named = sources.Values.SelectMany(text => Literals(Code(text))).ToHashSet();
        var prefixes = named.Where(literal => literal.EndsWith('.') && literal.Length > 1).ToList();
        return keys.Where(key => !named.Contains(key) && !prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>Literals that look like a key of the catalogue and are none.</summary>
    public static IEnumerable<string> MissingTexts(IReadOnlyCollection<string> keys, IReadOnlyDictionary<string, string> sources)
    {
        var known = keys.ToHashSet();
        var nouns = keys.Select(key => key.Split('.')[0]).ToHashSet();
        return from source in sources
               from literal in Literals(Code(source.Value)).Distinct()
               let parts = literal.Split('.')
               where parts.Length > 1 && parts.All(part => part.Length > 0) && nouns.Contains(parts[0])
                   && !FileEndings.Contains(parts[^1]) && !known.Contains(literal)
               select $"{source.Key}: {literal}";
    }

    // What stands between quotes and could be a key, or the beginning of one that goes on with a value ("problem.{code}").
    private static IEnumerable<string> Literals(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (text[start] is not ('"' or '\'' or '`'))
                continue;
            var end = start + 1;
            while (end < text.Length && (char.IsAsciiLetterLower(text[end]) || char.IsAsciiDigit(text[end]) || text[end] is '.' or '-'))
                end++;
            var literal = text[(start + 1)..end];
            var isWhole = end < text.Length && text[end] == text[start];
            var goesOn = end < text.Length && text[end] is '{' or '$' && literal.EndsWith('.');
            if (literal.Length > 0 && (isWhole || goesOn))
                yield return literal;
        }
    }

    // Whole lines of comment speak of things without using them.
    private static string Code(string text) => string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
