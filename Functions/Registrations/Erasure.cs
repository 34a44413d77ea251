using Esik.Programmes;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Deletes the guests' personal data of the whole festival, as the privacy page promises. Running it again completes it.</summary>
public sealed class Erasure(ProgrammeTable table, SlotTable slots, SlotWriters writers)
{
    /// <param name="report">Told what is being done, for a person who waits.</param>
    /// <returns>How many registrations were erased now.</returns>
    public async Task<int> RunAsync(IProgress<string> report, CancellationToken stop)
    {
        var erased = 0;
        foreach (var slot in (await table.SlotsAsync(stop)).Select(stored => stored.Slot))
        {
            var before = erased;
            await foreach (var rowKeys in slots.ListAsync(slot.Id, Registration.Prefix, stop).Select(row => row.Row.RowKey).Chunk(TellChange.RowsMax).WithCancellation(stop))
                erased += await writers.ChangeAsync(slot.Id, new EraseChange(rowKeys));
            report.Report($"{slot.Id}: {erased - before}");
        }
        return erased;
    }
}
