using Esik.Hosting;
using Esik.Registrations;

namespace Esik.Waitlists;

/// <summary>A place in the waiting list, from 1, and how many parties wait in all.</summary>
public readonly record struct LinePlace(int Place, int Size);

/// <summary>
/// The places of those who wait, for their pages. A slot's line is read at most once in <see cref="KeptFor"/> for each process, however
/// many people look at their place, and never twice at the same time; a line that nobody looks at is forgotten. Safe for use by several
/// threads.
/// </summary>
public sealed class LinePlaces : IDisposable
{
    /// <summary>A place shown is at most this old, as long as storage answers.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    /// <summary>A line that was not read again for so long is forgotten.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);

    private readonly ILines lines;
    private readonly TimeProvider clock;
    private readonly ITimer forgetting;
    private readonly Lock turn = new();
    private readonly Dictionary<string, (DateTimeOffset At, Task<Line> Reading)> kept = [];

    public LinePlaces(ILines lines, TimeProvider clock)
    {
        (this.lines, this.clock) = (lines, clock);
        forgetting = clock.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many lines are kept.</summary>
    public int Count
    {
        get
        {
            lock (turn)
                return kept.Count;
        }
    }

    public void Dispose() => forgetting.Dispose();

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
            if (kept.TryGetValue(slot, out var last) && !(last.Reading.IsCompleted && now - last.At >= KeptFor))
                return last;
            if (kept.Count == 0)
                forgetting.Change(ForgottenAfter, Timeout.InfiniteTimeSpan);
            return kept[slot] = (now, lines.ReadAsync(slot, CancellationToken.None));
        }
    }

    private void Forget()
    {
        lock (turn)
        {
            var now = clock.GetUtcNow();
            foreach (var (slot, _) in kept.Where(line => line.Value.Reading.IsCompleted && now - line.Value.At >= ForgottenAfter).ToList())
                kept.Remove(slot);
            // The clock of the wall may have been set; the timer goes on as long as there is something to forget.
            if (kept.Count > 0)
                forgetting.Change(ForgottenAfter, Timeout.InfiniteTimeSpan);
        }
    }
}
