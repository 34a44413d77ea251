using Esik.Slots;

namespace Esik.Backups;

/// <param name="Slots">Partitions that are in the file, each once.</param>
/// <param name="Restless">Slots that changed each time they were read: without them there is no backup.</param>
public sealed record BackupAnswer(int Slots, long Rows, IReadOnlyList<string> Restless);

/// <summary>
/// Writes a whole festival into a file, beside a running site. Every change of a slot moves one of its counters, so rows that were read
/// between two equal looks at the counters are of one moment; a slot that moved is read again. Slots are of different moments, and
/// nothing that is stored leans from one slot on another.
/// </summary>
public sealed class Backup(BackupTable table, TimeProvider clock)
{
    private const string SlotPrefix = "slot:";

    // Rows that an import or an organizer changes; the rest of the festival's rows stand for themselves.
    private static readonly string[] ProgrammePrefixes = ["festival", "venue:", SlotPrefix];

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    // A changed capacity stands in the slot's counters a moment before it stands in the programme.
    private static readonly TimeSpan CapacityTime = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, bool> sections = [];

    /// <param name="patience">How long slots are read again that change while they are read.</param>
    /// <param name="progress">Told after each slot.</param>
    public async Task<BackupAnswer> RunAsync(BackupWriter file, TimeSpan patience, IProgress<BackupAnswer> progress, CancellationToken stop)
    {
        sections.Clear();
        var end = clock.GetUtcNow() + patience;
        var before = await ProgrammeAsync(stop);
        await WriteAsync(table.SlotsAsync(stop), file, progress, stop);
        var pause = FirstPause;
        while (true)
        {
            foreach (var restless in sections.Where(section => !section.Value).Select(section => section.Key).ToList())
            {
                // One that is gone, or never was, such as that of an open entrance, is whole without rows.
                if (!await WriteAsync(table.SlotAsync(restless, stop), file, progress, stop))
                {
                    sections[restless] = true;
                    file.Section(BackupTables.Slots, restless, isWhole: true);
                }
            }
            await Task.Delay(CapacityTime, clock, stop);
            var now = await ProgrammeAsync(stop);
            foreach (var changed in now.Concat(before).Except(now.Intersect(before)).Select(row => row.Key).Where(key => key.StartsWith(SlotPrefix, StringComparison.Ordinal)).Distinct())
                sections[table.PartitionOf(changed[SlotPrefix.Length..])] = false;
            var isSame = now.ToHashSet().SetEquals(before);
            before = now;
            if (isSame && sections.Values.All(isWhole => isWhole) && await FestivalAsync(file, before, stop))
                return Answer(file);
            if (clock.GetUtcNow() >= end)
                return Answer(file);
            await Task.Delay(pause, clock, stop);
            pause = pause + pause < PauseMax ? pause + pause : PauseMax;
        }
    }

    private BackupAnswer Answer(BackupWriter file) => new(sections.Count, file.Rows, [.. sections.Where(section => !section.Value).Select(section => section.Key)]);

    // Rows come in order of their partitions; each partition ends a section. False: there was no row.
    private async Task<bool> WriteAsync(IAsyncEnumerable<StoredRow> rows, BackupWriter file, IProgress<BackupAnswer> progress, CancellationToken stop)
    {
        string? partition = null;
        var counters = new Dictionary<string, string>();
        await foreach (var (row, version) in rows)
        {
            if (partition is not null && row.Partition != partition)
                await EndAsync(partition);
            partition = row.Partition;
            file.Row(row);
            if (row.Key.StartsWith('!') && row.Key != Tally.Key)
                counters[row.Key] = version;
        }
        if (partition is not null)
            await EndAsync(partition);
        return partition is not null;

        async Task EndAsync(string ended)
        {
            sections[ended] = await table.StandStillAsync(ended, counters, stop);
            file.Section(BackupTables.Slots, ended, sections[ended]);
            counters.Clear();
            progress.Report(Answer(file));
        }
    }

    // False when the programme changed since: then it comes again.
    private async Task<bool> FestivalAsync(BackupWriter file, IReadOnlyList<(string Key, string Version)> programme, CancellationToken stop)
    {
        var written = new List<(string, string)>();
        var partition = "";
        await foreach (var (row, version) in table.FestivalAsync(stop))
        {
            file.Row(row);
            partition = row.Partition;
            if (IsOfProgramme(row.Key))
                written.Add((row.Key, version));
        }
        var isWhole = written.SequenceEqual(programme);
        file.Section(BackupTables.Festivals, partition, isWhole);
        return isWhole;
    }

    private async Task<IReadOnlyList<(string Key, string Version)>> ProgrammeAsync(CancellationToken stop)
    {
        var rows = new List<(string, string)>();
        await foreach (var (row, version) in table.FestivalAsync(stop))
        {
            if (IsOfProgramme(row.Key))
                rows.Add((row.Key, version));
        }
        return rows;
    }

    private static bool IsOfProgramme(string key) => ProgrammePrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
}
