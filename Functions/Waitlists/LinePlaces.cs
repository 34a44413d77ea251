using Esik.Hosting;
using Esik.Registrations;

namespace Esik.Waitlists;

/// <summary>A place in the waiting list, from 1, and how many parties wait in all.</summary>
public readonly record struct LinePlace(int Place, int Size);

/// <summary>
/// The places of those who wait, for their pages. A slot's line is read at most once in <see cref="KeptFor"/> for each process, however
/// many people look at their place, and never twice at the same time. Safe for use by several threads.
/// </summary>
public sealed class LinePlaces(ILines lines, TimeProvider clock)
{
    /// <summary>A place shown is at most this old, as long as storage answers.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly Lock turn = new();
    private readonly Dictionary<string, (DateTimeOffset At, Task<Line> Reading)> kept = [];

    /// <summary>
    /// The place of a registration that waits. The line that is kept may not have it yet, and storage may not answer: then it is the place
    /// at joining, behind which nobody falls.
    /// </summary>
    /// <param name="waitingParties">How many wait by the slot's tally, for want of the line; 0 when that is not known either.</param>
    public async Task<LinePlace> OfAsync(string slot, Registration waiting, int waitingParties, CancellationToken stop)
    {
        var atJoining = new LinePlace(waiting.Place, Math.Max(waiting.Place, waitingParties));
        var (at, reading) = KeptOrRead(slot);
        if (at <= waiting.WaitingSince)
            return atJoining;
        try
        {
            // By the order of arrival, which stays when a registration moves to another address.
            var line = await reading.WaitAsync(stop);
            var index = line.Parties.Index().FirstOrDefault(party => party.Item.Order == waiting.Order, (-1, default)).Index;
            return index < 0 ? atJoining : new(index + 1, line.Parties.Count);
        }
        catch (Exception outage) when (StorageOutage.Is(outage, stop))
        {
            return atJoining;
        }
    }

    // A reading that takes long or failed counts as well: storage that is in trouble is not asked more often.
    private (DateTimeOffset At, Task<Line> Reading) KeptOrRead(string slot)
    {
        lock (turn)
        {
            var now = clock.GetUtcNow();
            if (!kept.TryGetValue(slot, out var last) || (last.Reading.IsCompleted && now - last.At >= KeptFor))
                kept[slot] = last = (now, lines.ReadAsync(slot, CancellationToken.None));
            return last;
        }
    }
}
