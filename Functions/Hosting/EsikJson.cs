using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Esik.Hosting;

/// <summary>How Esik writes and reads JSON on the wire: camelCase, letters of all scripts as they are, no nulls, bounded depth.</summary>
public static class EsikJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        RespectNullableAnnotations = true,
    };

    /// <summary>For columns of table rows that hold JSON: as <see cref="Options"/>, with enums by name.</summary>
    public static readonly JsonSerializerOptions Rows = new(Options) { Converters = { new JsonStringEnumConverter() } };
}
