using System.Text.Json;
using System.Text.Json.Serialization;
using Esik.Hosting;

namespace Esik.Programmes;

/// <summary>How the programme's records are kept in rows: as <see cref="EsikJson.Rows"/>, time zones by their IANA names.</summary>
public static class ProgrammeJson
{
    // Nulls are written: a slot without a capacity is one with open entrance, not one whose capacity was forgotten.
    public static readonly JsonSerializerOptions Options = new(EsikJson.Rows)
    {
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new ZoneConverter() },
        TypeInfoResolver = ProgrammeRows.Default,
    };

    private sealed class ZoneConverter : JsonConverter<TimeZoneInfo>
    {
        public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeZoneInfo.FindSystemTimeZoneById(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }
}
