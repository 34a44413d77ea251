using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Esik.Programmes;

/// <summary>What came of reading a festival file: a programme, or everything that is wrong with it; never both, never neither.</summary>
public sealed record ProgrammeReading(Programme? Programme, IReadOnlyList<ProgrammeMistake> Mistakes);

/// <summary>Reads a festival file. <c>festival.schema.json</c> describes it for its authors; this reader also knows what a schema cannot say.</summary>
public static class ProgrammeFile
{
    /// <summary>Reads to the end of the file or just past the largest size, never more. Storage and network errors are the stream's own exceptions.</summary>
    public static async Task<ProgrammeReading> ReadAsync(Stream stream, CancellationToken stop)
    {
        var file = new byte[ProgrammeLimits.FileBytesMax + 1];
        var length = await stream.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, stop);
        return Read(file.AsMemory(0, length));
    }

    /// <summary>Reads a whole file: UTF-8, with or without a byte order mark.</summary>
    public static ProgrammeReading Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > ProgrammeLimits.FileBytesMax)
            return Refused(MistakeKind.TooBig, 1, 1, $"The file is larger than {ProgrammeLimits.FileBytesMax / 1024 / 1024} MiB.");
        if (file.Span.StartsWith(Encoding.UTF8.Preamble))
            file = file[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(file.Span))
            return Refused(MistakeKind.NotUtf8, LineOf(file.Span), 1, "This line is not UTF-8: save the file in that encoding.");
        var mistakes = new MistakeList(file);
        try
        {
            if (JsonPlace.Parse(file.Span, ProgrammeLimits.DepthMax, out var tooDeepAt) is not { } root)
                mistakes.Add(MistakeKind.TooDeep, tooDeepAt, "", $"Objects and lists are nested more than {ProgrammeLimits.DepthMax} deep.");
            else if (ProgrammeReader.Read(root, mistakes) is { } programme)
                return new ProgrammeReading(programme, []);
        }
        catch (JsonException notJson)
        {
            return Refused(MistakeKind.NotJson, (int)(notJson.LineNumber ?? 0) + 1, ColumnOf(file.Span, notJson), $"This is not JSON: {Reason(notJson)}");
        }
        return new ProgrammeReading(null, mistakes.InOrder());
    }

    private static ProgrammeReading Refused(MistakeKind kind, int line, int column, string sentence) =>
        new(null, [new ProgrammeMistake(kind, "", line, column, sentence)]);

    /// <summary>The line of the first bytes that are no UTF-8.</summary>
    private static int LineOf(ReadOnlySpan<byte> file)
    {
        var line = 1;
        while (file.IndexOf((byte)'\n') is >= 0 and var end && Utf8.IsValid(file[..end]))
        {
            file = file[(end + 1)..];
            line++;
        }
        return line;
    }

    private static int ColumnOf(ReadOnlySpan<byte> file, JsonException notJson)
    {
        for (var line = notJson.LineNumber ?? 0; line > 0; line--)
            file = file[(file.IndexOf((byte)'\n') + 1)..];
        return Encoding.UTF8.GetCharCount(file[..Math.Min(file.Length, (int)(notJson.BytePositionInLine ?? 0))]) + 1;
    }

    /// <summary>The exception's message without its place, which counts lines from 0 and columns in bytes.</summary>
    private static string Reason(JsonException notJson)
    {
        var end = notJson.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? notJson.Message : notJson.Message[..end];
    }
}
