namespace Esik.Slots;

/// <summary>
/// A store whose calls end within <see cref="CallTimeout"/>, if need be with a <see cref="TimeoutException"/>: a call that got lost must
/// not stop a slot's writer for good. A transaction that is given up may still be stored; its counter's version keeps that harmless.
/// </summary>
internal sealed class PatientSlotStore(ISlotStore store, TimeProvider clock)
{
    /// <summary>Longer than a transaction that is made definite, with all its tries, can take.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(35);

    public Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop) => store.ReadLedgerAsync(slot, stop).WaitAsync(CallTimeout, clock, stop);

    public Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) => store.ReadAsync(slot, rowKey, stop).WaitAsync(CallTimeout, clock, stop);

    public Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop) => store.CommitAsync(slot, batch, stop).WaitAsync(CallTimeout, clock, stop);

    public Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop) => store.AnnounceAsync(slot, batchIds, stop).WaitAsync(CallTimeout, clock, stop);

    public Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop) =>
        store.WriteTallyAsync(slot, tally, version, stop).WaitAsync(CallTimeout, clock, stop);
}
