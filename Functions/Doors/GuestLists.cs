using System.Collections.Concurrent;

namespace Esik.Doors;

/// <summary>
/// The slots' guest lists for those who look for names at doors and at the desk. A list is kept in this process for <see cref="KeptFor"/>,
/// so that leads who type cost a slot of a thousand guests two requests in that time and not two for every letter. Safe for use by several threads.
/// </summary>
public sealed class GuestLists(GuestListTable table, TimeProvider clock)
{
    /// <summary>How old an answer may be: a guest who signed up a moment ago is found after so long.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    // Names stay in memory no longer than they are looked at: beyond that many slots the old lists go.
    private const int SlotsMax = 32;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<GuestList> Reading)> kept = new();

    /// <summary>At most <see cref="KeptFor"/> old.</summary>
    public Task<GuestList> ReadAsync(string slot, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var last = kept.GetValueOrDefault(slot);
        if (last.Reading is null || now - last.At >= KeptFor || last.Reading is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            if (kept.Count >= SlotsMax)
                kept.Clear();
            last = (now, ReadOnceAsync(slot, now, last.Reading));
            kept[slot] = last;
        }
        return last.Reading.WaitAsync(stop);
    }

    /// <summary>As storage has it now: for a list that is printed, and after scans were stored.</summary>
    public Task<GuestList> ReadNowAsync(string slot, CancellationToken stop)
    {
        kept.TryRemove(slot, out _);
        return ReadAsync(slot, stop);
    }

    // Whoever asked first may go away; the others still wait for this reading.
    private async Task<GuestList> ReadOnceAsync(string slot, DateTimeOffset now, Task<GuestList>? before) =>
        new(await table.ReadAsync(slot, CancellationToken.None), now, before is { IsCompletedSuccessfully: true } ? before.Result : null);
}
