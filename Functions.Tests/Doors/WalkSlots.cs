using Esik.Registrations;
using Esik.Slots;
using Esik.Slots.Tests;

namespace Esik.Doors.Tests;

/// <summary>A slot of a random evening: its rows in memory, who signed up, and every ticket that was ever out.</summary>
internal sealed class WalkSlot(Slot slot, MemorySlotStore store)
{
    public Slot Slot => slot;

    public MemorySlotStore Store => store;

    public List<Registration> Guests { get; } = [];

    public List<Registration> Tickets { get; } = [];

    // Old tickets stay in people's pockets.
    public void Know(Registration guest)
    {
        Guests.RemoveAll(other => other.Ticket == guest.Ticket);
        Guests.Add(guest);
        if (guest.Token(slot.Number) is not null && !Tickets.Any(other => other.Ticket == guest.Ticket && other.Issue == guest.Issue))
            Tickets.Add(guest);
    }
}

/// <summary>The storage of an evening: each slot has its own.</summary>
internal sealed class WalkSlots(IReadOnlyList<WalkSlot> all) : ISlotStore, IRosterRows
{
    public Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop) => Of(slot).ReadLedgerAsync(slot, stop);

    public Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) => Of(slot).ReadAsync(slot, rowKey, stop);

    public Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) => Of(slot).CommitAsync(slot, batch, stop);

    public Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop) => Of(slot).AnnounceAsync(slot, batchIds, stop);

    public Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop) => Of(slot).WriteTallyAsync(slot, tally, version, stop);

    public Task<TimedTally?> TallyAsync(string slot, CancellationToken stop) => new MemoryRosterRows(Of(slot)).TallyAsync(slot, stop);

    public Task<IReadOnlyList<TimedRow>> RowsAsync(string slot, DateTimeOffset? since, CancellationToken stop) => new MemoryRosterRows(Of(slot)).RowsAsync(slot, since, stop);

    private MemorySlotStore Of(string slot) => all.Single(one => one.Slot.Id == slot).Store;
}
