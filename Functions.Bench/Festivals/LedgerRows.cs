using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Bench.Festivals;

/// <summary>Writes a slot's counters as an import would, however many they are.</summary>
public static class LedgerRows
{
    public static Task CreateAsync(EsikStorage storage, SlotTable slots, string slot, Ledger ledger, CancellationToken stop) =>
        storage.SlotTransactions.SubmitTransactionAsync(
            ledger.Counters.Append<ISlotRow>(Tally.Of(ledger, TimeProvider.System.GetUtcNow()))
                .Select(row => new TableTransactionAction(TableTransactionActionType.Add, SlotRowsTable.ToEntity(slots.Partition(slot), row, "import"))),
            stop);
}
