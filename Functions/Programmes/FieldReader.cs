using System.Globalization;
using System.Text.Json;
using Esik.Languages;

namespace Esik.Programmes;

/// <summary>
/// Reads the properties of one object of the festival file. What is wrong goes to the list of mistakes and is answered with
/// null, so that reading goes on and finds the next mistake. Whatever is missing or unknown is told once, by the constructor.
/// </summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, JsonPlace> fields = new(StringComparer.Ordinal);

    public FieldReader(JsonPlace place, ObjectShape shape, MistakeList mistakes)
    {
        Mistakes = mistakes;
        Place = place;
        if (place.Token != JsonTokenType.StartObject)
        {
            WrongType(place, "an object { … }");
            return;
        }
        var absent = shape.Properties.Except(place.Members.Select(member => member.Name)).ToList();
        foreach (var member in place.Members)
            Take(member, shape, absent);
        foreach (var name in shape.Required.Where(name => !fields.ContainsKey(name)))
            mistakes.Add(MistakeKind.Missing, place.Offset, place.PointerTo(name), $"The {shape.Name} has no '{name}'.");
    }

    public JsonPlace Place { get; }

    public MistakeList Mistakes { get; }

    /// <summary>The value of a property, null when it is not there.</summary>
    public JsonPlace? At(string name) => fields.GetValueOrDefault(name);

    public bool Has(string name) => fields.ContainsKey(name);

    public string? Id(string name) => At(name) is { } place && Text(place) is { } id ? CheckId(place, id) : null;

    /// <summary>A text without translations, of characters that need no checking but their number.</summary>
    public string? Plain(string name, int lengthMax) =>
        At(name) is { } place && Text(place) is { } text ? new TextReading(Mistakes, place).Checked(text, lengthMax, lines: false) : null;

    /// <summary>An object of <c>kk</c>, <c>ru</c> and <c>en</c>; with <paramref name="lines"/> a text may hold line breaks.</summary>
    public LocalText? Local(string name, int lengthMax, bool lines = false)
    {
        if (At(name) is not { } place)
            return null;
        var texts = new FieldReader(place, ObjectShape.Text, Mistakes);
        var said = LanguageCodes.All.Select(language => texts.At(language.Code()) is { } at && texts.Text(at) is { } text
            ? new TextReading(Mistakes, at).Checked(text, lengthMax, lines)
            : null).ToList();
        return said is [{ } kk, { } ru, { } en] ? new LocalText(kk, ru, en) : null;
    }

    public bool Flag(string name)
    {
        if (At(name) is { Token: not (JsonTokenType.True or JsonTokenType.False) } place)
            WrongType(place, "true or false");
        return At(name)?.Token == JsonTokenType.True;
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, both included. 12.0 and 1e1 are whole, as in JSON Schema.</summary>
    public int? Whole(string name, int min, int max)
    {
        if (At(name) is not { } place)
            return null;
        if (place.Token != JsonTokenType.Number)
            return WrongType(place, "a number");
        if (!decimal.TryParse(place.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            Mistakes.Add(MistakeKind.OutOfRange, place, $"{MistakeList.Quote(place.Text)} is not from {min} to {max}.");
        else if (number != decimal.Truncate(number))
            Mistakes.Add(MistakeKind.NotWhole, place, $"{MistakeList.Quote(place.Text)} is not a whole number.");
        else
            return (int)number;
        return null;
    }

    /// <summary>The items of a list; none when the property is missing or no list.</summary>
    public IReadOnlyList<JsonPlace> List(string name, int min, int max)
    {
        if (At(name) is not { } place)
            return [];
        if (place.Token != JsonTokenType.StartArray)
            WrongType(place, "a list [ … ]");
        else if (place.Items.Count < min)
            Mistakes.Add(MistakeKind.TooFew, place, $"'{name}' needs at least {min}.");
        else if (place.Items.Count > max)
            Mistakes.Add(MistakeKind.TooMany, place, $"'{name}' holds {place.Items.Count}; at most {max} are allowed.");
        return place.Items;
    }

    /// <summary>The characters of a string, else a mistake and null.</summary>
    public string? Text(JsonPlace place)
    {
        if (place.Token != JsonTokenType.String)
            WrongType(place, "a text in quotes");
        else if (place.Text is null)
            Mistakes.Add(MistakeKind.TextControl, place, "Half of a surrogate pair (\\ud800 to \\udfff) stands alone.");
        return place.Token == JsonTokenType.String ? place.Text : null;
    }

    private string? CheckId(JsonPlace place, string id)
    {
        if (id.Length is > 0 and <= ProgrammeLimits.IdLengthMax && id.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '-'))
            return id;
        Mistakes.Add(MistakeKind.BadId, place, $"{MistakeList.Quote(id)} is not 1 to {ProgrammeLimits.IdLengthMax} of a-z, 0-9 and '-'.");
        return null;
    }

    private void Take(JsonPlace.Member member, ObjectShape shape, List<string> absent)
    {
        var pointer = member.Value.Pointer;
        if (!shape.Properties.Contains(member.Name))
        {
            var suggestion = Mistakes.Suggest(member.Name, absent);
            Mistakes.Add(MistakeKind.UnknownProperty, member.NameOffset, pointer, $"A {shape.Name} has no property {MistakeList.Quote(member.Name)}.{suggestion}");
        }
        else if (!fields.TryAdd(member.Name, member.Value))
        {
            Mistakes.Add(MistakeKind.DuplicateProperty, member.NameOffset, pointer, $"'{member.Name}' stands twice in one {shape.Name}.");
        }
    }

    private int? WrongType(JsonPlace place, string wanted)
    {
        var found = place.Token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null (leave the property out instead)",
            _ => "true or false",
        };
        Mistakes.Add(MistakeKind.WrongType, place, $"Here belongs {wanted}, not {found}.");
        return null;
    }
}
