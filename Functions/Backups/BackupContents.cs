namespace Esik.Backups;

/// <summary>What a backup holds, found out by reading it whole: only then is anything of it written.</summary>
/// <param name="Chosen">For each partition the section that counts: the last that is whole. By table and partition, the place among all sections.</param>
public sealed record BackupContents(BackupHeader Header, IReadOnlyDictionary<(string Table, string Partition), int> Chosen, long Rows)
{
    /// <exception cref="InvalidDataException">The file cannot be restored from. The message goes on a sentence that begins with the file's name.</exception>
    public static async Task<BackupContents> ReadAsync(Stream file, CancellationToken stop)
    {
        BackupHeader? header = null;
        var chosen = new Dictionary<(string, string), (int Place, int Rows)>();
        var met = new HashSet<(string, string)>();
        var (places, rowsOfSection) = (0, 0);
        await foreach (var line in BackupReader.ReadAsync(file, stop))
        {
            if (header is null)
            {
                header = Checked(line.Header);
            }
            else if (line.Row is { } row)
            {
                if (!IsOf(header.Festival, row))
                    throw new InvalidDataException($"It holds a row of another festival than '{header.Festival}'.");
                rowsOfSection++;
            }
            else if (line.Section is { } section && section.Rows == rowsOfSection)
            {
                met.Add((section.Table, section.Partition));
                if (section.IsWhole)
                    chosen[(section.Table, section.Partition)] = (places, section.Rows);
                places++;
                rowsOfSection = 0;
            }
            else
            {
                throw new InvalidDataException("A section has not the rows that it says.");
            }
        }
        if (header is null || rowsOfSection > 0 || met.Count != chosen.Count)
            throw new InvalidDataException("It is not complete.");
        return new(header, chosen.ToDictionary(section => section.Key, section => section.Value.Place), chosen.Values.Sum(section => (long)section.Rows));
    }

    private static BackupHeader Checked(BackupHeader? header) => header switch
    {
        null or { Format: not BackupHeader.FormatName } => throw new InvalidDataException("It is no backup of Esik."),
        { Version: > BackupHeader.VersionNow } newer => throw new InvalidDataException($"A newer Esik made it (version {newer.Version} of the file; this one reads up to {BackupHeader.VersionNow})."),
        _ => header,
    };

    private static bool IsOf(string festival, BackupRow row) => row.Table switch
    {
        BackupTables.Festivals => row.Partition == festival,
        BackupTables.Slots => row.Partition.StartsWith(festival + "~", StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>The tables that hold a festival.</summary>
public static class BackupTables
{
    public const string Festivals = "festivals";
    public const string Slots = "slots";
}
