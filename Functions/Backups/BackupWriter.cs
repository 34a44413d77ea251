using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Esik.Hosting;

namespace Esik.Backups;

/// <summary>Writes a backup, line by line and compressed. Without <see cref="End"/> the file is no backup, and is refused as one.</summary>
public sealed class BackupWriter(Stream file) : IDisposable
{
    private readonly GZipStream packed = new(file, CompressionLevel.Fastest, leaveOpen: true);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int rowsOfSection;

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    public void Header(BackupHeader header) => Write(new(Header: header));

    public void Row(BackupRow row)
    {
        Write(new(Row: row));
        rowsOfSection++;
        Rows++;
    }

    /// <summary>Closes the rows of one partition.</summary>
    public void Section(string table, string partition, bool isWhole)
    {
        Write(new(Section: new(table, partition, rowsOfSection, isWhole)));
        rowsOfSection = 0;
    }

    public void End() => Write(new(End: new(Rows, Convert.ToHexStringLower(hash.GetCurrentHash()))));

    public void Dispose()
    {
        packed.Dispose();
        hash.Dispose();
    }

    private void Write(BackupLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, EsikJson.Options);
        hash.AppendData(bytes);
        hash.AppendData("\n"u8);
        packed.Write(bytes);
        packed.Write("\n"u8);
    }
}
