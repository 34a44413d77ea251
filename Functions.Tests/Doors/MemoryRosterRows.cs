using System.Globalization;
using Esik.Registrations;
using Esik.Slots;
using Esik.Slots.Tests;

namespace Esik.Doors.Tests;

/// <summary>Rosters from a slot in memory, where each write is a millisecond of storage's own clock.</summary>
internal sealed class MemoryRosterRows(MemorySlotStore store) : IRosterRows
{
    private static readonly DateTimeOffset Began = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Task<TimedTally?> TallyAsync(string slot, CancellationToken stop) =>
        Task.FromResult(store.Find(Tally.Key) is { } row ? new TimedTally((Tally)row.Row, WrittenAt(row)) : null);

    public Task<IReadOnlyList<TimedRow>> RowsAsync(string slot, DateTimeOffset? since, CancellationToken stop) => Task.FromResult<IReadOnlyList<TimedRow>>(
        [.. store.All.Where(row => row.Row is Registration or Admission).Select(row => new TimedRow(row.Row, WrittenAt(row))).Where(row => since is null || row.WrittenAt >= since)]);

    private static DateTimeOffset WrittenAt(KnownRow row) => Began.AddMilliseconds(long.Parse(row.Version, CultureInfo.InvariantCulture));
}
