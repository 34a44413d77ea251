using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Esik.Hosting;

namespace Esik.Backups;

/// <summary>Reads a backup line by line, however long it is, and knows at its end whether it was whole.</summary>
public static class BackupReader
{
    // A row of a table has at most one MiB; in JSON, with all its letters escaped, a few more.
    private const int LineBytesMax = 16 * 1024 * 1024;

    /// <summary>All lines but the end, which is checked: when the enumeration ends, everything before was as it was written.</summary>
    /// <param name="file">Can be sought in.</param>
    /// <exception cref="InvalidDataException">The file is none of ours, or was damaged or cut off.</exception>
    public static async IAsyncEnumerable<BackupLine> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (rows, length) = (0L, 0L);
        BackupEnd? end = null;
        await foreach (var (line, bytes) in LinesAsync(file, stop))
        {
            length += bytes.Length + 1;
            if (end is not null)
                throw new InvalidDataException("Something stands behind its end.");
            if (line.End is { } last)
            {
                end = last.Rows == rows && last.Sha256 == Convert.ToHexStringLower(hash.GetCurrentHash())
                    ? last
                    : throw new InvalidDataException("Its checksum is wrong: it was damaged after it was written.");
                continue;
            }
            hash.AppendData(bytes);
            hash.AppendData("\n"u8);
            rows += line.Row is null ? 0 : 1;
            yield return line;
        }
        if (end is null)
            throw new InvalidDataException("It has no end: it was cut off.");
        if (await LengthAsync(file, stop) != (uint)length)
            throw new InvalidDataException("Its last bytes are missing: it was cut off.");
    }

    // Gzip ends with the length of what was packed; unpacking does not ask for it.
    private static async Task<uint> LengthAsync(Stream file, CancellationToken stop)
    {
        var last = new byte[sizeof(uint)];
        file.Seek(-last.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(last, stop);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    private static async IAsyncEnumerable<(BackupLine Line, byte[] Bytes)> LinesAsync(Stream file, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var plain = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var pipe = PipeReader.Create(plain, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 64 * 1024));
        while (true)
        {
            var read = await FillAsync(pipe, stop);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var bytes = rest.Slice(0, end).ToArray();
                rest = rest.Slice(rest.GetPosition(1, end));
                yield return (Parse(bytes), bytes);
            }
            if (rest.Length > LineBytesMax)
                throw new InvalidDataException("A line is longer than any row.");
            if (read.IsCompleted && !rest.IsEmpty)
                throw new InvalidDataException("Its last line is cut off.");
            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                break;
        }
        await pipe.CompleteAsync();
    }

    private static async ValueTask<ReadResult> FillAsync(PipeReader pipe, CancellationToken stop)
    {
        try
        {
            return await pipe.ReadAsync(stop);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException("It is no backup, or was damaged: it cannot be unpacked.", damaged);
        }
    }

    private static BackupLine Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupLine>(bytes, EsikJson.Options) ?? throw new InvalidDataException("A line is empty.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException("A line cannot be read.", unreadable);
        }
    }
}
