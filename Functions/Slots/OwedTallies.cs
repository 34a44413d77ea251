using Esik.Programmes;

namespace Esik.Slots;

/// <summary>
/// Tallies that nobody will write: a writer puts its tally down a second after a busy moment, and a process that is killed in that second
/// leaves the pages a number behind.
/// </summary>
public sealed class OwedTallies(ISlotStore store, IProgrammes programmes, TimeProvider clock)
{
    /// <summary>A tally is owed for a second after one was written, so an older one cannot be behind. A process looks at all of them once.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromMinutes(15);

    private const int ReadsAtOnceMax = 16;

    private volatile bool lookedAtAll;

    /// <summary>The tally that ought to be stored; null when it is, or when there is none to compare with.</summary>
    public static Tally? Owed(LedgerReading reading, DateTimeOffset now)
    {
        var sums = Tally.Of(reading.Ledger, now);
        return reading.Tally?.Row is Tally stored && sums with { At = stored.At } == stored ? null : sums;
    }

    /// <summary>Writes what is owed, and says for how many slots. A writer that is faster wins.</summary>
    public async Task<int> SettleAsync(CancellationToken stop)
    {
        var since = lookedAtAll ? clock.GetUtcNow() - LookBack : DateTimeOffset.MinValue;
        var slots = (await SlotsAsync(stop)).Where(slot => !slot.OpenEntrance).Select(slot => slot.Id);
        var settled = 0;
        foreach (var some in slots.Chunk(ReadsAtOnceMax))
            settled += (await Task.WhenAll(some.Select(slot => SettleAsync(slot, since, stop)))).Count(written => written);
        lookedAtAll = true;
        return settled;
    }

    private async Task<IReadOnlyList<Slot>> SlotsAsync(CancellationToken stop)
    {
        try
        {
            return (await programmes.CurrentAsync(stop)).Slots;
        }
        catch (ProgrammeMissingException)
        {
            // Nothing was imported yet, so nothing is owed.
            return [];
        }
    }

    private async Task<bool> SettleAsync(string slot, DateTimeOffset since, CancellationToken stop)
    {
        if ((await store.ReadAsync(slot, Tally.Key, stop))?.Row is Tally { At: var at } && at < since)
            return false;
        return await store.ReadLedgerAsync(slot, stop) is { } reading
            && Owed(reading, clock.GetUtcNow()) is { } tally
            && await store.WriteTallyAsync(slot, tally, reading.Tally?.Version, stop);
    }
}
