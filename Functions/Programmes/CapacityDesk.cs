using System.Globalization;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>What became of a wish for another capacity.</summary>
public enum CapacityOutcome
{
    Changed,

    /// <summary>More places are taken or offered than that; nothing was changed.</summary>
    BelowTaken,

    /// <summary>Everybody walks in: there is no capacity to change.</summary>
    OpenEntrance,

    /// <summary>The stored programme has no such slot.</summary>
    Unknown,
}

/// <param name="Ledger">As it stands afterwards; null when the slot has none.</param>
public sealed record CapacityAnswer(CapacityOutcome Outcome, Ledger? Ledger);

/// <summary>
/// Gives a slot another number of places between imports, as the organizer sees fit. The next import sets what its file says. New places
/// go to those who wait, by the slot's writer.
/// </summary>
public sealed class CapacityDesk(ProgrammeTable table, SlotTable slots, SlotPlaces places)
{
    // An import writes each slot once, so the second try finds nobody in its way.
    private const int TriesMax = 5;

    /// <summary>Reads what somebody typed; null when it is no number of places that a slot may have.</summary>
    public static int? Read(string? typed) =>
        int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) && IsCapacity(capacity) ? capacity : null;

    public static bool IsCapacity(int capacity) => capacity is >= ProgrammeLimits.CapacityMin and <= ProgrammeLimits.CapacityMax;

    /// <summary>The places of a slot as they stand at this moment; null when it has no ledger.</summary>
    public async Task<Ledger?> LedgerAsync(string slotId, CancellationToken stop) => (await slots.ReadLedgerAsync(slotId, stop))?.Ledger;

    /// <summary>
    /// The ledger first, then the facts: those may only promise places that are there. What broke off in between is completed by the same
    /// once more, or put right by the next import.
    /// </summary>
    /// <param name="slotId"></param>
    /// <param name="capacity">As <see cref="IsCapacity"/> lets through.</param>
    /// <param name="stop"></param>
    public async Task<CapacityAnswer> ChangeAsync(string slotId, int capacity, CancellationToken stop)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            if (await table.FindSlotAsync(slotId, stop) is not { Stored: var stored } known)
                return new(CapacityOutcome.Unknown, null);
            if (stored.Slot.OpenEntrance)
                return new(CapacityOutcome.OpenEntrance, null);
            if (!await places.GiveAsync(slotId, capacity, stop))
                return new(CapacityOutcome.BelowTaken, await LedgerAsync(slotId, stop));
            if (await table.ReplaceSlotAsync(stored with { Slot = WithCapacity(stored.Slot, capacity) }, known.Version, stop))
                return new(CapacityOutcome.Changed, await LedgerAsync(slotId, stop));
        }
        throw new BusyException("An import kept changing the slot.");
    }

    // A party that is larger than the slot would wait for ever. More places do not raise the limit: the file may have meant it.
    private static Slot WithCapacity(Slot slot, int capacity) => slot with { Capacity = capacity, PartyMax = Math.Min(slot.PartyMax, capacity) };
}
