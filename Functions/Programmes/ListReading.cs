using System.Text.Json;
using Esik.Languages;

namespace Esik.Programmes;

/// <summary>Reads the lists of the festival file.</summary>
internal static class ListReading
{
    /// <summary>Things with an id that must be unique in the list. What could not be read whole is left out, after its mistakes.</summary>
    public static IReadOnlyList<T> Things<T>(this FieldReader fields, string list, int min, int max, ObjectShape shape, Func<FieldReader, T?> read)
        where T : class
    {
        var things = new List<T>();
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in fields.List(list, min, max))
        {
            var thing = new FieldReader(place, shape, fields.Mistakes);
            if (place.Token == JsonTokenType.StartObject && read(thing) is { } whole)
                things.Add(whole);
            if (thing.At("id") is { Text: { } id } at && !first.TryAdd(id, place.Pointer))
                fields.Mistakes.Add(MistakeKind.DuplicateId, at, $"The id {MistakeList.Quote(id)} is that of {first[id]} already.");
        }
        return things;
    }

    /// <summary>
    /// The ids that a list declares, bad ones too, so that one mistake in a declaration is not told again at each use.
    /// Null when there is no list to look into.
    /// </summary>
    public static IReadOnlySet<string>? IdsOf(this FieldReader fields, string list) => fields.At(list) is { Token: JsonTokenType.StartArray } place
        ? place.Items.SelectMany(item => item.Members).Where(member => member.Name == "id").Select(member => member.Value.Text).OfType<string>().ToHashSet(StringComparer.Ordinal)
        : null;

    /// <summary>An id that another list declares, else a mistake of this kind. Any id will do when that list is not there (<paramref name="known"/> null).</summary>
    public static string? Known(this FieldReader fields, JsonPlace place, IReadOnlySet<string>? known, MistakeKind unknown)
    {
        if (fields.Text(place) is not { } id)
            return null;
        if (known is null || known.Contains(id))
            return id;
        fields.Mistakes.Add(unknown, place, $"{MistakeList.Quote(id)} is not in the file.{fields.Mistakes.Suggest(id, known)}");
        return null;
    }

    /// <summary>Languages by their codes, each once.</summary>
    public static IReadOnlyList<Language> Languages(this FieldReader fields, string list)
    {
        var languages = new List<Language>();
        foreach (var place in fields.List(list, 0, LanguageCodes.All.Count))
        {
            if (fields.Text(place) is not { } code)
                continue;
            if (LanguageCodes.All.Where(language => language.Code() == code).ToList() is not [var language])
                fields.Mistakes.Add(MistakeKind.BadLanguage, place, $"{MistakeList.Quote(code)} is none of kk, ru and en.");
            else if (languages.Contains(language))
                fields.Mistakes.Add(MistakeKind.DuplicateValue, place, $"'{code}' stands twice.");
            else
                languages.Add(language);
        }
        return languages;
    }
}
