using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>A clash as people look at it.</summary>
/// <param name="Name">The guest's; null for somebody without a ticket, and after the festival's data was erased.</param>
/// <param name="Devices">What volunteers call their phones, by id; those that are gone are missing.</param>
public sealed record ClashLine(Slot Slot, Clash Clash, string? Name, IReadOnlyDictionary<string, string> Devices);

/// <summary>How a clash was settled just now.</summary>
public enum SettleOutcome
{
    Settled,

    /// <summary>Somebody was faster, with the same or another verdict: theirs stands, and nothing moved.</summary>
    SettledBefore,

    /// <summary>There is no such clash.</summary>
    Unknown,
}

/// <summary>
/// Clashes for those who settle them. Looking costs one query for each slot that ever had one, which its tally tells; what is open is
/// remembered for <see cref="KeptFor"/>, for the count on the desk. Safe for use by several threads.
/// </summary>
public sealed class ClashDesk(SlotWriters writers, SlotTable slots, Tallies tallies, DoorTable devices, TimeProvider clock)
{
    /// <summary>How old the desk's count may be.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    /// <summary>Clashes that a page shows, the open ones first.</summary>
    public const int ShownMax = 200;

    private const int QueriesAtOnceMax = 16;

    private volatile Counted? counted;

    private sealed record Counted(DateTimeOffset At, Task<int> Count);

    /// <summary>How many are open in the whole festival.</summary>
    public Task<int> CountOpenAsync(Programme programme, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (counted is not { } last || now - last.At >= KeptFor || last.Count is { IsCompleted: true, IsCompletedSuccessfully: false })
            counted = last = new(now, CountNowAsync(programme));
        return last.Count.WaitAsync(stop);
    }

    /// <summary>The open ones first, in each half those found last on top.</summary>
    /// <param name="among">The slots that the reader may see.</param>
    public async Task<IReadOnlyList<ClashLine>> ListAsync(IEnumerable<Slot> among, CancellationToken stop)
    {
        var found = await FindAsync(among, stop);
        if (found.Count == 0)
            return [];
        var names = (await devices.ListDevicesAsync(stop)).ToDictionary(device => device.Id, device => device.Name);
        var shown = found.OrderByDescending(pair => pair.Clash.IsOpen).ThenByDescending(pair => pair.Clash.FoundAt).Take(ShownMax);
        return await Task.WhenAll(shown.Select(async pair => new ClashLine(pair.Slot, pair.Clash, await NameAsync(pair.Slot, pair.Clash, stop), names)));
    }

    /// <param name="by">Who settles: a device's id, or an organizer's address.</param>
    /// <exception cref="BusyException">Nothing definite is known; the same may be asked for again, and counts once.</exception>
    public async Task<SettleOutcome> SettleAsync(Slot slot, string scanId, ClashVerdict verdict, string note, string by)
    {
        var rows = await SettleChange.Rows(scanId, async key => (await slots.ReadAsync(slot.Id, key, CancellationToken.None))?.Row);
        var change = new SettleChange(scanId, verdict, note, by, rows);
        var settled = (await writers.ChangeAsync(slot.Id, change))?.Settled;
        counted = null;
        return settled is null ? SettleOutcome.Unknown
            : settled.Verdict == verdict && settled.Note == note && settled.By == by ? SettleOutcome.Settled : SettleOutcome.SettledBefore;
    }

    private async Task<int> CountNowAsync(Programme programme) => (await FindAsync(programme.Slots, CancellationToken.None)).Count(pair => pair.Clash.IsOpen);

    private async Task<IReadOnlyList<(Slot Slot, Clash Clash)>> FindAsync(IEnumerable<Slot> among, CancellationToken stop)
    {
        var counting = among.Where(slot => !slot.OpenEntrance).ToList();
        var known = await tallies.ReadAsync(counting.Select(slot => slot.Id), stop);
        var clashed = counting.Where(slot => known.GetValueOrDefault(slot.Id) is { Clashes: > 0 }).ToList();
        using var turns = new SemaphoreSlim(QueriesAtOnceMax);
        var found = await Task.WhenAll(clashed.Select(slot => OfSlotAsync(slot, turns, stop)));
        return [.. found.SelectMany(clashes => clashes)];
    }

    private async Task<List<(Slot, Clash)>> OfSlotAsync(Slot slot, SemaphoreSlim turns, CancellationToken stop)
    {
        await turns.WaitAsync(stop);
        try
        {
            var clashes = new List<(Slot, Clash)>();
            await foreach (var row in slots.ListAsync(slot.Id, Clash.Prefix, stop))
                clashes.Add((slot, (Clash)row.Row));
            return clashes;
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<string?> NameAsync(Slot slot, Clash clash, CancellationToken stop) =>
        TicketId.Parse(clash.Ticket) is { } ticket && await slots.ReadAsync<Registration>(slot.Id, Registration.KeyOf(ticket), stop) is { Name.Length: > 0 } guest
            ? guest.Name
            : null;
}
