namespace Esik.Backups;

/// <summary>
/// One line of a backup, in JSON: the file begins with a header and ends with an end. In between lie sections, each the rows of one
/// partition, closed by a line that says whether they are to be believed.
/// </summary>
public sealed record BackupLine(BackupHeader? Header = null, BackupRow? Row = null, BackupSection? Section = null, BackupEnd? End = null);

/// <param name="Version">Raised when an older Esik could not read the file rightly.</param>
/// <param name="At">When the backup began, UTC.</param>
/// <param name="Marks">By what keys the festival's tickets and links were made.</param>
/// <param name="Keys">The keys themselves, by the names of their settings, when somebody asked for them.</param>
public sealed record BackupHeader(string Format, int Version, string Festival, DateTimeOffset At, KeyMarks Marks, IReadOnlyDictionary<string, string>? Keys)
{
    public const string FormatName = "esik-backup";
    public const int VersionNow = 1;
}

/// <summary>A row as storage holds it, whatever it means: a backup knows no kinds of rows, so it loses none.</summary>
public sealed record BackupRow(string Table, string Partition, string Key, IReadOnlyDictionary<string, BackupValue> Columns);

/// <summary>The end of one partition's rows.</summary>
/// <param name="IsWhole">All rows are of one moment. Else the partition comes again further on.</param>
public sealed record BackupSection(string Table, string Partition, int Rows, bool IsWhole);

/// <param name="Rows">All rows of the file, those of sections that come again too.</param>
/// <param name="Sha256">Of all bytes before this line, in hexadecimal digits.</param>
public sealed record BackupEnd(long Rows, string Sha256);

/// <summary>A column's value with its type.</summary>
/// <param name="Whole">Of 32 bits.</param>
/// <param name="Wide">Of 64 bits.</param>
public sealed record BackupValue(
    string? Text = null, int? Whole = null, long? Wide = null, double? Number = null, bool? Flag = null, DateTimeOffset? Time = null, Guid? Id = null, byte[]? Bytes = null)
{
    public static BackupValue Of(object value) => value switch
    {
        string text => new(Text: text),
        int number => new(Whole: number),
        long number => new(Wide: number),
        double number => new(Number: number),
        bool flag => new(Flag: flag),
        DateTimeOffset time => new(Time: time),
        Guid id => new(Id: id),
        byte[] bytes => new(Bytes: bytes),
        BinaryData bytes => new(Bytes: bytes.ToArray()),
        _ => throw new InvalidOperationException($"A column of type {value.GetType()} cannot be backed up."),
    };

    public object Value() => (object?)Text ?? (object?)Whole ?? (object?)Wide ?? (object?)Number ?? (object?)Flag ?? (object?)Time ?? (object?)Id ?? Bytes
        ?? throw new InvalidDataException("A column without a value.");
}
