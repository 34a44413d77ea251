using System.Text;
using System.Text.Json;

namespace Esik.Programmes;

/// <summary>A JSON value that knows where it stands. <see cref="JsonDocument"/> forgets places and later duplicates of a property.</summary>
internal sealed class JsonPlace(string pointer, int offset, JsonTokenType token)
{
    /// <summary>JSON pointer.</summary>
    public string Pointer => pointer;

    /// <summary>Byte in the file where the value begins; for the value of a property that stands twice, see <see cref="Member.NameOffset"/>.</summary>
    public int Offset => offset;

    /// <summary>The token with which the value begins.</summary>
    public JsonTokenType Token => token;

    /// <summary>A string's characters; null when an escape makes half a surrogate pair, which is no text. A number as it is written.</summary>
    public string? Text { get; private init; }

    public List<Member> Members { get; } = [];

    public List<JsonPlace> Items { get; } = [];

    /// <summary>Pointer to a property of this object, there or not.</summary>
    public string PointerTo(string name) => $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Reads a whole file. What is no JSON throws <see cref="JsonException"/>; too deep is answered at once with null and the offset.</summary>
    public static JsonPlace? Parse(ReadOnlySpan<byte> file, int depthMax, out int tooDeepAt)
    {
        // The reader's own limit lies higher, so that too deep is never mistaken for no JSON.
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { MaxDepth = depthMax + 2 });
        tooDeepAt = -1;
        reader.Read();
        var root = Read(ref reader, "", depthMax, ref tooDeepAt);
        if (tooDeepAt >= 0)
            return null;
        reader.Read();
        return root;
    }

    private static JsonPlace Read(ref Utf8JsonReader reader, string pointer, int depthMax, ref int tooDeepAt)
    {
        var place = new JsonPlace(pointer, (int)reader.TokenStartIndex, reader.TokenType) { Text = TextOf(ref reader) };
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return place;
        if (reader.CurrentDepth >= depthMax)
        {
            tooDeepAt = place.Offset;
            return place;
        }
        while (tooDeepAt < 0 && reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            ReadInto(place, ref reader, depthMax, ref tooDeepAt);
        return place;
    }

    private static void ReadInto(JsonPlace place, ref Utf8JsonReader reader, int depthMax, ref int tooDeepAt)
    {
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            place.Items.Add(Read(ref reader, $"{place.Pointer}/{place.Items.Count}", depthMax, ref tooDeepAt));
            return;
        }
        var nameOffset = (int)reader.TokenStartIndex;
        var name = TextOf(ref reader) ?? "\uFFFD";
        reader.Read();
        place.Members.Add(new Member(name, nameOffset, Read(ref reader, place.PointerTo(name), depthMax, ref tooDeepAt)));
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(reader.ValueSpan);
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone: the bytes are fine, the characters are none. Whoever uses the text says so.
            return null;
        }
    }

    /// <summary>A property, in the order of the file.</summary>
    internal sealed record Member(string Name, int NameOffset, JsonPlace Value);
}
