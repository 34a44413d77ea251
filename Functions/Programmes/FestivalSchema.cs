namespace Esik.Programmes;

/// <summary>The published description of the festival file (JSON Schema 2020-12), for authors and their editors.</summary>
public static class FestivalSchema
{
    /// <summary>The schema's own text, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = EmbeddedFile.Read("programmes/festival.schema.json");
}
