using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Esik.Hosting;

namespace Esik.Doors.Tests;

/// <summary>The one table of the door's rule, as <c>AdmissionCases.json</c> has it. The phone's tests open the same file.</summary>
internal static class AdmissionCases
{
    private static readonly JsonSerializerOptions Options = new(EsikJson.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonNode Table = JsonNode.Parse(Repository.Read("Functions/Doors/AdmissionCases.json"))!;

    public static JsonObject Defaults => Table["defaults"]!.AsObject();

    public static IReadOnlyList<AdmissionCase> All { get; } =
        [.. Table["cases"]!.AsArray().Select(node => new AdmissionCase(node!["name"]!.GetValue<string>(), Over(Defaults, node["given"]!.AsObject()), Expected(node["expect"]!)))];

    public static AdmissionQuestion Question(JsonObject given) => given.Deserialize<AdmissionQuestion>(Options)!;

    /// <summary>Paths of everything that a question holds, such as <c>slot.releaseAt</c>.</summary>
    public static IEnumerable<string> Paths(JsonObject node, string prefix = "") => node.SelectMany(field =>
        field.Value is JsonObject inner && field.Key != "doors" ? Paths(inner, $"{prefix}{field.Key}.") : [prefix + field.Key]);

    /// <summary>The same question with one thing as in the defaults.</summary>
    public static JsonObject WithDefault(JsonObject given, string path)
    {
        var copy = given.DeepClone().AsObject();
        var (at, from) = (copy, Defaults);
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            if (at[part] is not JsonObject inner)
                return copy;
            (at, from) = (inner, from[part]!.AsObject());
        }
        at[parts[^1]] = from[parts[^1]]?.DeepClone();
        return copy;
    }

    private static AdmissionDecision Expected(JsonNode node) => node.Deserialize<AdmissionDecision>(Options);

    private static JsonObject Over(JsonObject below, JsonObject above)
    {
        var merged = below.DeepClone().AsObject();
        foreach (var (name, value) in above)
            merged[name] = value is JsonObject inner && merged[name] is JsonObject under ? Over(under, inner) : value?.DeepClone();
        return merged;
    }
}

internal sealed record AdmissionCase(string Name, JsonObject Given, AdmissionDecision Expected);
