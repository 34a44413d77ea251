using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Esik.Programmes.Tests;

/// <summary>As much of JSON Schema 2020-12 as the festival schema uses. A keyword that it does not know fails the test instead of passing unseen.</summary>
internal sealed class SchemaCheck(JsonNode root)
{
    private static readonly string[] Silent = ["$schema", "title", "description", "default", "format", "$defs", "then", "else"];

    /// <summary>JSON pointers of all that the schema refuses; none when it takes the value.</summary>
    public IReadOnlyList<string> Refused(JsonNode? value) => [.. Refused(root, value, "")];

    /// <summary>As the schema at a place of the document has it, such as <c>#/components/schemas/Slot</c>.</summary>
    public IReadOnlyList<string> Refused(JsonNode? value, string schema) => [.. Refused(At(schema), value, "")];

    private JsonNode At(string place) => place[2..].Split('/').Aggregate(root, (node, step) => node[step]!);

    private IEnumerable<string> Refused(JsonNode schema, JsonNode? value, string place) =>
        schema.AsObject().Where(keyword => !Silent.Contains(keyword.Key)).SelectMany(keyword => Apply(schema, keyword.Key, keyword.Value!, value, place));

    private IEnumerable<string> Apply(JsonNode schema, string keyword, JsonNode rule, JsonNode? value, string place)
    {
        var (fields, items) = (value as JsonObject, value as JsonArray);
        var text = value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        double? number = value is JsonValue && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
        switch (keyword)
        {
            case "$ref":
                return Refused(At(rule.GetValue<string>()), value, place);
            case "properties":
                return fields is null ? [] : fields.Where(field => rule[field.Key] is not null).SelectMany(field => Refused(rule[field.Key]!, field.Value, $"{place}/{field.Key}"));
            case "items":
                return items is null ? [] : items.SelectMany((item, index) => Refused(rule, item, $"{place}/{index}"));
            case "required":
                return fields is null ? [] : Names(rule).Where(name => !fields.ContainsKey(name)).Select(name => $"{place}/{name}");
            case "additionalProperties":
                return fields is null ? [] : fields.Where(field => schema["properties"]![field.Key] is null).Select(field => $"{place}/{field.Key}");
            case "if":
                return schema[Refused(rule, value, place).Any() ? "else" : "then"] is { } next ? Refused(next, value, place) : [];
        }
        var good = keyword switch
        {
            "type" => rule.GetValue<string>() == TypeOf(value, number) || (rule.GetValue<string>() == "number" && number is not null),
            "enum" => text is not null && Names(rule).Contains(text),
            "const" => JsonNode.DeepEquals(rule, value),
            "not" => Refused(rule, value, place).Any(),
            "anyOf" => rule.AsArray().Any(any => !Refused(any!, value, place).Any()),
            "pattern" => text is null || Regex.IsMatch(text, rule.GetValue<string>(), RegexOptions.ECMAScript) && !text.EndsWith('\n'),
            "minLength" => text is null || text.EnumerateRunes().Count() >= rule.GetValue<int>(),
            "maxLength" => text is null || text.EnumerateRunes().Count() <= rule.GetValue<int>(),
            "minItems" => items is null || items.Count >= rule.GetValue<int>(),
            "maxItems" => items is null || items.Count <= rule.GetValue<int>(),
            "uniqueItems" => items is null || items.Select(item => item?.ToJsonString()).Distinct().Count() == items.Count,
            "minimum" => number is null || number >= rule.GetValue<int>(),
            "maximum" => number is null || number <= rule.GetValue<int>(),
            _ => throw new NotSupportedException($"Teach {nameof(SchemaCheck)} the keyword '{keyword}'."),
        };
        return good ? [] : [place];
    }

    private static string TypeOf(JsonNode? value, double? number) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => number == Math.Truncate(number!.Value) ? "integer" : "number",
        _ => "null",
    };

    private static IEnumerable<string> Names(JsonNode list) => list.AsArray().Select(name => name!.GetValue<string>());
}
