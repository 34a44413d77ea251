using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Esik.Languages;

/// <summary>
/// The one catalogue of everything a person reads. It is gathered from the <c>*.texts.json</c> files that lie beside the
/// things that they speak of: <c>{ "key": { "kk": "…", "ru": "…", "en": "…" } }</c>. A text may hold <c>{name}</c> places;
/// a text that counts is an object of plural categories (<c>one</c>, <c>few</c>, <c>many</c>, <c>other</c>) chosen by the value <c>n</c>.
/// </summary>
public sealed class Texts
{
    private readonly Dictionary<(Language, string), JsonElement> texts;

    private Texts(Dictionary<(Language, string), JsonElement> texts) => this.texts = texts;

    /// <summary>The catalogue of this build. Throws when a key stands twice or lacks a language: such a build must not start.</summary>
    public static Texts Catalogue { get; } = Load();

    /// <summary>All keys, in order.</summary>
    public IEnumerable<string> Keys => texts.Keys.Select(key => key.Item2).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The texts as one reader sees them.</summary>
    public TextsIn In(Language language) => new(this, language);

    /// <summary>The text under a key. An unknown key is a bug and throws.</summary>
    public string Say(Language language, string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        if (!texts.TryGetValue((language, key), out var text))
            throw new KeyNotFoundException($"No text '{key}' in {language.Code()}.");
        var pattern = text.ValueKind == JsonValueKind.String ? text.GetString()! : Counted(language, key, text, values);
        if (values.IsEmpty)
            return pattern;
        var said = new StringBuilder(pattern);
        foreach (var (name, value) in values)
            said.Replace("{" + name + "}", Convert.ToString(value, CultureInfo.InvariantCulture));
        return said.ToString();
    }

    /// <summary>Whether there is a text under a key: for texts that only some things have, such as a problem's detail.</summary>
    public bool Has(string key) => texts.ContainsKey((LanguageCodes.All[0], key));

    /// <summary>The text exactly as the catalogue has it, for whoever fills it elsewhere (the door page).</summary>
    public JsonElement Raw(Language language, string key) => texts[(language, key)];

    private static string Counted(Language language, string key, JsonElement forms, ReadOnlySpan<(string Name, object Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (name == "n")
            {
                var category = Plural.Category(language, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return forms.TryGetProperty(category, out var form) ? form.GetString()! : forms.GetProperty("other").GetString()!;
            }
        }
        throw new ArgumentException($"The text '{key}' counts something: give it a value named n.");
    }

    private static Texts Load()
    {
        var assembly = typeof(Texts).Assembly;
        var texts = new Dictionary<(Language, string), JsonElement>();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.StartsWith("texts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            foreach (var text in document.RootElement.EnumerateObject())
            {
                foreach (var language in LanguageCodes.All)
                {
                    if (!text.Value.TryGetProperty(language.Code(), out var said))
                        throw new InvalidOperationException($"{file}: '{text.Name}' has no {language.Code()} text.");
                    if (!texts.TryAdd((language, text.Name), said.Clone()))
                        throw new InvalidOperationException($"{file}: '{text.Name}' stands twice in the catalogue.");
                }
            }
        }
        return new Texts(texts);
    }
}

/// <summary>The catalogue in one language: <c>T["sign-up.name"]</c>, <c>T["slot.left", ("n", 3)]</c>.</summary>
public readonly record struct TextsIn(Texts Texts, Language Language)
{
    public string this[string key] => Texts.Say(Language, key);

    public string this[string key, params ReadOnlySpan<(string Name, object Value)> values] => Texts.Say(Language, key, values);
}
