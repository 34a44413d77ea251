using System.Collections.Concurrent;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>The slot's tally with the moment at which storage took it.</summary>
public sealed record TimedTally(Tally Tally, DateTimeOffset WrittenAt)
{
    public RosterCursor Cursor => new(Tally.Version, WrittenAt);
}

/// <summary>Where rosters come from.</summary>
public interface IRosterRows
{
    /// <summary>One point read; null when the slot has no tally.</summary>
    Task<TimedTally?> TallyAsync(string slot, CancellationToken stop);

    /// <summary>Registrations and admissions of a slot; with a moment only those that storage took then or later.</summary>
    Task<IReadOnlyList<TimedRow>> RowsAsync(string slot, DateTimeOffset? since, CancellationToken stop);
}

/// <summary>What a phone gets: all of a slot, or what changed, and how far that reaches.</summary>
public sealed record RosterReading(IReadOnlyCollection<RosterEntry> Entries, RosterCursor Cursor);

/// <summary>
/// The rosters of the slots that doors ask for, kept up to date from storage: a tally read tells whether anything changed, and only then one
/// query brings the changes, for all phones of this process together. Safe for use by several threads.
/// </summary>
public sealed class Rosters(IRosterRows rows, TimeProvider clock)
{
    /// <summary>A tally is read at most this often for each slot; a change is seen so much later at most, once it is in the tally.</summary>
    public static readonly TimeSpan TallyKeptFor = TimeSpan.FromSeconds(1);

    // A slot's day is over long before.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<TimedTally?> Reading)> tallies = new();
    private readonly ConcurrentDictionary<string, Kept> kept = new();

    /// <summary>The slot's tally, at most <see cref="TallyKeptFor"/> old.</summary>
    public Task<TimedTally?> TallyAsync(string slot, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (tallies.TryGetValue(slot, out var last) && now - last.At < TallyKeptFor && (!last.Reading.IsCompleted || last.Reading.IsCompletedSuccessfully))
            return last.Reading.WaitAsync(stop);
        var reading = rows.TallyAsync(slot, CancellationToken.None);
        tallies[slot] = (now, reading);
        return reading.WaitAsync(stop);
    }

    /// <summary>Everything of the slot, or what changed since a cursor. Null when the slot has no tally.</summary>
    public async Task<RosterReading?> ReadAsync(Slot slot, RosterCursor? since, CancellationToken stop)
    {
        if (await TallyAsync(slot.Id, stop) is not { } tally)
            return null;
        Forget();
        var known = kept.GetOrAdd(slot.Id, _ => new Kept(RosterName.BytesMaxOf(slot.Capacity)));
        await known.Turn.WaitAsync(stop);
        try
        {
            known.UsedAt = clock.GetUtcNow();
            await CatchUpAsync(slot.Id, known, tally, stop);
            return new(since is { } cursor ? cursor.Version == known.Cursor!.Value.Version ? [] : known.Roster.Since(cursor) : [.. known.Roster.Entries], known.Cursor!.Value);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>A ticket as last read, if this process has the slot's roster at hand; it may have changed since.</summary>
    public RosterEntry? Recall(string slot, TicketId ticket)
    {
        if (!kept.TryGetValue(slot, out var known) || !known.Turn.Wait(0))
            return null;
        try
        {
            return known.Roster.Find(ticket);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    // The tally was read before the rows are: whatever is not among them is stored later, and carries no earlier time than the tally's.
    private async Task CatchUpAsync(string slot, Kept known, TimedTally tally, CancellationToken stop)
    {
        if (known.Cursor is { } cursor && tally.Tally.Version <= cursor.Version)
            return;
        known.Roster.Take(await rows.RowsAsync(slot, known.Cursor?.Since, stop));
        known.Cursor = tally.Cursor;
    }

    private void Forget()
    {
        var before = clock.GetUtcNow() - KeptFor;
        foreach (var (slot, known) in kept)
        {
            if (known.UsedAt < before)
                kept.TryRemove(new(slot, known));
        }
    }

    private sealed class Kept(int nameBytesMax)
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public Roster Roster { get; } = new(nameBytesMax);

        /// <summary>Null before the first reading.</summary>
        public RosterCursor? Cursor { get; set; }

        public DateTimeOffset UsedAt { get; set; } = DateTimeOffset.MaxValue;
    }
}
