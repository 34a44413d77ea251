using System.Collections.Concurrent;
using Esik.Hosting;

namespace Esik.Waitlists;

/// <summary>A place in the waiting list, from 1, and how many parties wait in all.</summary>
public readonly record struct LinePlace(int Place, int Size);

/// <summary>
/// The places of those who wait, for their pages. A line is read at most once in <see cref="KeptFor"/> for each process, however many
/// people look at their place. Safe for use by several threads.
/// </summary>
public sealed class LinePlaces(ILines lines, TimeProvider clock)
{
    /// <summary>A place shown is at most this old.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<Line> Reading)> kept = new();

    /// <summary>Null when the ticket does not wait, or when storage does not answer.</summary>
    /// <param name="registeredAt">When it joined: a line that was read before does not have it yet.</param>
    public async Task<LinePlace?> OfAsync(string slot, string ticket, DateTimeOffset registeredAt, CancellationToken stop)
    {
        try
        {
            var line = await KeptOrRead(slot, registeredAt).WaitAsync(stop);
            var index = line.Parties.Index().FirstOrDefault(party => party.Item.Ticket == ticket, (-1, default)).Index;
            return index < 0 ? null : new(index + 1, line.Parties.Count);
        }
        catch (Exception outage) when (StorageOutage.Is(outage, stop))
        {
            return null;
        }
    }

    private Task<Line> KeptOrRead(string slot, DateTimeOffset notBefore)
    {
        var now = clock.GetUtcNow();
        if (kept.TryGetValue(slot, out var last) && now - last.At < KeptFor && last.At > notBefore && !last.Reading.IsFaulted)
            return last.Reading;
        var reading = lines.ReadAsync(slot, CancellationToken.None);
        kept[slot] = (now, reading);
        return reading;
    }
}
