using Azure;
using Azure.Data.Tables;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Bench.Faults.Tests;

/// <summary>
/// Negative control: a desk that has its transactions repeated by the storage client, three times as it does by itself, and takes every
/// refusal at its word. It decides by Esik's own rules and under ETags, so it oversells nothing; but a transaction whose answer was
/// lost is refused when it is repeated, and then its guest seems to be somebody who was here before.
/// </summary>
/// <param name="connection">With the client's own settings, retries included.</param>
internal sealed class TrustingDesk(string connection, SlotTable slots, TicketKeys keys, GuestKey guestKey)
{
    private const int PauseMaxMilliseconds = 50;

    private readonly TableClient table = new TableServiceClient(connection).GetTableClient("slots");
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Null: already registered.</summary>
    public async Task<Registration?> RegisterAsync(Slot slot, SignUp signUp)
    {
        var ticket = TicketId.For(guestKey, slot.Id, signUp.Email);
        while (await FindAsync(slot, ticket) is null)
        {
            // One at a time, so that only other processes are in the way.
            await turn.WaitAsync();
            try
            {
                if (await TryAsync(slot, signUp, ticket) is { } registration)
                    return registration;
            }
            finally
            {
                turn.Release();
            }
            await Task.Delay(Random.Shared.Next(PauseMaxMilliseconds));
        }
        return null;
    }

    // Null: somebody was faster.
    private async Task<Registration?> TryAsync(Slot slot, SignUp signUp, TicketId ticket)
    {
        var reading = await slots.ReadLedgerAsync(slot.Id, CancellationToken.None);
        var before = reading!.Ledger;
        var draft = new SlotDraft(before, TimeProvider.System.GetUtcNow(), "trusting", 0, _ => null);
        new SignUpChange(slot, signUp, ticket, ShortCode.For(guestKey, slot.Id, ticket), keys.Signer).Decide(draft);
        var batch = Guid.NewGuid().ToString("N");
        var counters = draft.Ledger.After(before).Counters.Where(counter => counter.Version != before.Counters[counter.Number].Version);
        try
        {
            await table.SubmitTransactionAsync(
            [
                .. counters.Select(counter => new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(slot, counter, batch), new ETag(reading.Versions[counter.Number]))),
                .. draft.Rows.Values.Append(new Outbox(batch, draft.Mails, null, null)).Select(row => new TableTransactionAction(TableTransactionActionType.Add, Entity(slot, row, batch))),
            ]);
            return draft.Rows.Values.OfType<Registration>().Single();
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            return null;
        }
    }

    private async Task<Registration?> FindAsync(Slot slot, TicketId ticket) =>
        await slots.ReadAsync<Registration>(slot.Id, Registration.KeyOf(ticket), CancellationToken.None);

    private TableEntity Entity(Slot slot, ISlotRow row, string batch) => SlotRowsTable.ToEntity(slots.Partition(slot.Id), row, batch);
}
