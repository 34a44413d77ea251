using System.Diagnostics;
using Azure.Data.Tables;
using Esik.Bench.Festivals;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Bench.Rivals;

/// <summary>(d): what the storage takes at most from one client, one transaction of a hundred registration rows after the other, with nothing decided.</summary>
public sealed class StorageCeiling(EsikStorage storage, SlotTable slots, TicketKeys keys, GuestKey guestKey)
{
    /// <summary>Rows a second. The rows are made beforehand.</summary>
    public async Task<double> MeasureAsync(Slot slot, int rows, CancellationToken stop)
    {
        var transactions = BenchGuests.Of(0, rows).Select(signUp => Entity(slot, signUp)).Chunk(SlotBatch.WritesMax)
            .Select(some => some.Select(entity => new TableTransactionAction(TableTransactionActionType.Add, entity)).ToList()).ToList();
        var began = Stopwatch.GetTimestamp();
        foreach (var transaction in transactions)
            await storage.SlotTransactions.SubmitTransactionAsync(transaction, stop);
        return rows / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private TableEntity Entity(Slot slot, SignUp signUp)
    {
        var ticket = TicketId.For(guestKey, slot.Id, signUp.Email);
        var draft = new SlotDraft(Ledger.Of(slot.Capacity!.Value), TimeProvider.System.GetUtcNow(), 0, "ceiling", 0, _ => null);
        new SignUpChange(slot, signUp, ticket, ShortCode.For(guestKey, slot.Id, ticket), keys.Signer).Decide(draft);
        return SlotRowsTable.ToEntity(slots.Partition(slot.Id), draft.Rows.Values.Single(), "ceiling");
    }
}
