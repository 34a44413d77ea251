using Esik.Registrations;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>An import's side of the ledgers: who holds on to a slot, and how many places it has.</summary>
public sealed class SlotPlaces(SlotTable slots, SlotWriters writers)
{
    // A ledger is a query; a festival has some hundreds.
    private const int ReadsAtOnceMax = 16;

    /// <summary>What holds on to the stored slots that a change edits, at this moment.</summary>
    public async Task<Func<Slot, SlotHold>> HoldsAsync(ProgrammeChange change, CancellationToken stop)
    {
        var holds = new Dictionary<string, SlotHold>();
        foreach (var slot in change.Edits.Select(edit => edit.Stored).OfType<Slot>().Where(slot => !slot.OpenEntrance))
            holds[slot.Id] = await HoldAsync(slot.Id, stop);
        return slot => holds.GetValueOrDefault(slot.Id);
    }

    /// <summary>Gives a slot the places that an edit wants, before its facts promise them. False, and nothing changed: guests hold too many.</summary>
    public async Task<bool> ApplyAsync(SlotEdit edit, CancellationToken stop)
    {
        if (edit.Wanted?.Capacity is { } capacity)
            return await GiveAsync(edit.SlotId, capacity, stop);
        return edit.Stored?.Capacity is null || await writers.ChangeAsync(edit.SlotId, new CapacityChange(0, onlyIfEmpty: true));
    }

    /// <summary>Gives a slot so many places; the first time it gets its ledger. False, and nothing changed: guests hold more.</summary>
    public async Task<bool> GiveAsync(string slotId, int capacity, CancellationToken stop)
    {
        await slots.CreateLedgerAsync(slotId, capacity, stop);
        return await writers.ChangeAsync(slotId, new CapacityChange(capacity));
    }

    /// <summary>
    /// Puts right the places of slots that do not differ from the file: an import that broke off between a ledger and its facts has left
    /// them so, and this file takes that change back.
    /// </summary>
    /// <param name="change"></param>
    /// <param name="done">Gets a sentence for each slot that was put right.</param>
    /// <param name="meanwhile">Gets a sentence for each slot that guests hold too many places of.</param>
    /// <param name="stop"></param>
    public async Task RightAsync(ProgrammeChange change, List<string> done, List<string> meanwhile, CancellationToken stop)
    {
        var edited = change.Edits.Select(edit => edit.SlotId).ToHashSet();
        var others = change.Wanted.Slots.Where(slot => !slot.OpenEntrance && !edited.Contains(slot.Id)).ToList();
        foreach (var some in others.Chunk(ReadsAtOnceMax))
        {
            var ledgers = await Task.WhenAll(some.Select(slot => slots.ReadLedgerAsync(slot.Id, stop)));
            foreach (var (slot, ledger) in some.Zip(ledgers).Where(pair => pair.Second?.Ledger.Capacity != pair.First.Capacity))
            {
                var isRight = await GiveAsync(slot.Id, slot.Capacity!.Value, stop);
                (isRight ? done : meanwhile).Add(isRight
                    ? $"{slot.Id}: places put right"
                    : $"{slot.Id}: guests hold more than {slot.Capacity} places, given by an import that broke off, so it keeps them.");
            }
        }
    }

    private async Task<SlotHold> HoldAsync(string slot, CancellationToken stop)
    {
        if (await slots.ReadLedgerAsync(slot, stop) is not { Ledger: var ledger })
            return default;
        var anybody = ledger.Taken + ledger.Offered + ledger.WaitingParties > 0;
        var registrations = anybody
            ? await slots.ListAsync(slot, Registration.Prefix, stop).CountAsync(row => row.Row is Registration { State: not RegistrationState.Withdrawn }, stop)
            : 0;
        return new SlotHold(ledger.Taken + ledger.Offered, registrations);
    }
}
