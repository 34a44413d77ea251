using Azure;
using Azure.Data.Tables;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Bench.Rivals;

/// <summary>
/// Rival (a), as tutorials do it: read the counts, decide, store counts, registration and promised mail in one transaction under the
/// counts' ETag, and begin again when somebody was faster. It decides by Esik's own rules, so it stores the same facts.
/// </summary>
/// <param name="pauseMilliseconds">Everybody who lost waits a random while, up to this, and twice as long each time: without it nearly all lose again.</param>
/// <param name="table">A client as one gets it without settings of one's own, as in tutorials.</param>
public sealed class NaiveDesk(TableClient table, int pauseMilliseconds, SlotTable slots, TicketKeys keys, GuestKey guestKey)
{
    private const string Counts = "!0";

    private const int DoublingsMax = 5;

    public async Task RegisterAsync(Slot slot, SignUp signUp, CancellationToken stop)
    {
        var ticket = TicketId.For(guestKey, slot.Id, signUp.Email);
        var change = new SignUpChange(slot, signUp, ticket, ShortCode.For(guestKey, slot.Id, ticket), keys.Signer);
        for (var attempt = 0; !await TryAsync(slot, ticket, change, stop); attempt++)
            await Task.Delay(Random.Shared.Next(pauseMilliseconds << Math.Min(attempt, DoublingsMax)), stop);
    }

    private async Task<bool> TryAsync(Slot slot, TicketId ticket, SignUpChange change, CancellationToken stop)
    {
        var counts = await FindAsync(slot, Counts, stop) ?? throw new InvalidOperationException("The slot has no counts.");
        var earlier = await FindAsync(slot, Registration.KeyOf(ticket), stop);
        var draft = new SlotDraft(new Ledger([(Counter)counts.Row], 0), TimeProvider.System.GetUtcNow(), 0, "naive", 0, key => earlier?.Row is { } row && row.RowKey == key ? row : null);
        change.Decide(draft);
        var batch = Guid.NewGuid().ToString("N");
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.UpdateReplace, Entity(slot, draft.Ledger.Counters[0], batch), new ETag(counts.Version)),
            .. draft.Rows.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Add, Entity(slot, row, batch))),
            new(TableTransactionActionType.Add, Entity(slot, new Outbox(batch, draft.Mails, null, null), batch)),
        ];
        try
        {
            await table.SubmitTransactionAsync(actions, stop);
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status == 412)
        {
            return false;
        }
        catch (RequestFailedException own) when (own.Status == 409)
        {
            // The client has repeated a transaction whose answer came too late: the guest is in.
            return true;
        }
    }

    private async Task<KnownRow?> FindAsync(Slot slot, string key, CancellationToken stop)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(slots.Partition(slot.Id), key, cancellationToken: stop);
        return found.HasValue ? new KnownRow(SlotRowsTable.FromEntity(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    private TableEntity Entity(Slot slot, ISlotRow row, string batch) => SlotRowsTable.ToEntity(slots.Partition(slot.Id), row, batch);
}
