using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Bench.Faults.Tests;

/// <summary>
/// Negative control: a desk that has its transactions repeated by the storage client, and takes a refusal of the repeated one at its
/// word. It decides by Esik's own rules and under ETags, and it knows its guests' requests again; so without repeats it is right. But a
/// transaction whose answer was lost is refused when it is repeated, and then its guest seems to be somebody who was here before.
/// </summary>
/// <param name="retriesMax">How often the storage client repeats by itself; its own default is three.</param>
internal sealed class TrustingDesk(string connection, int retriesMax, SlotTable slots, TicketKeys keys, GuestKey guestKey)
{
    private const int PauseMaxMilliseconds = 50;

    private readonly RepeatCount repeats = new();
    private readonly string process = Guid.NewGuid().ToString("N")[..8];
    private readonly SemaphoreSlim turn = new(1);
    private TableClient? table;

    // Used for transactions alone, one at a time: so the count of repeats is that of the last transaction.
    private TableClient Table => table ??= NewClient();

    /// <summary>Null: already registered.</summary>
    /// <exception cref="BusyException">Storage did not answer: ask again with the same request.</exception>
    public Task<Registration?> RegisterAsync(Slot slot, SignUp signUp) =>
        StorageOutage.AsBusyAsync(() => DecideAsync(slot, signUp, TicketId.For(guestKey, slot.Id, signUp.Email)), CancellationToken.None);

    private async Task<Registration?> DecideAsync(Slot slot, SignUp signUp, TicketId ticket)
    {
        while (true)
        {
            // One at a time, so that only other processes are in the way.
            await turn.WaitAsync();
            try
            {
                if (await FindAsync(slot, ticket) is { } earlier)
                    return earlier.RequestId == signUp.RequestId ? earlier : null;
                var (isDecided, registration) = await TryAsync(slot, signUp, ticket);
                if (isDecided)
                    return registration;
            }
            finally
            {
                turn.Release();
            }
            await Task.Delay(Random.Shared.Next(PauseMaxMilliseconds));
        }
    }

    // Not decided: somebody was faster.
    private async Task<(bool IsDecided, Registration? Registration)> TryAsync(Slot slot, SignUp signUp, TicketId ticket)
    {
        var reading = await slots.ReadLedgerAsync(slot.Id, CancellationToken.None);
        var before = reading!.Ledger;
        var draft = new SlotDraft(before, TimeProvider.System.GetUtcNow(), 0, process, 0, _ => null);
        new SignUpChange(slot, signUp, ticket, ShortCode.For(guestKey, slot.Id, ticket), keys.Signer).Decide(draft);
        var batch = Guid.NewGuid().ToString("N");
        var counters = draft.Ledger.After(before).Counters.Where(counter => counter.Version != before.Counters[counter.Number].Version);
        try
        {
            await Table.SubmitTransactionAsync(
            [
                .. counters.Select(counter => new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(slot, counter, batch), new ETag(reading.Versions[counter.Number]))),
                .. draft.Rows.Values.Append(new Outbox(batch, draft.Mails, null, null)).Select(row => new TableTransactionAction(TableTransactionActionType.Add, Entity(slot, row, batch))),
            ]);
            return (true, draft.Rows.Values.OfType<Registration>().Single());
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            // The mistake: what stands in the way of a repeat may be what the first try has stored.
            return (IsDecided: repeats.OfLast > 0, null);
        }
    }

    private async Task<Registration?> FindAsync(Slot slot, TicketId ticket) =>
        await slots.ReadAsync<Registration>(slot.Id, Registration.KeyOf(ticket), CancellationToken.None);

    private TableClient NewClient()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = retriesMax;
        options.AddPolicy(repeats, HttpPipelinePosition.PerRetry);
        return new TableServiceClient(connection, options).GetTableClient("slots");
    }

    private TableEntity Entity(Slot slot, ISlotRow row, string batch) => SlotRowsTable.ToEntity(slots.Partition(slot.Id), row, batch);

    // Which repeat of a request it was that storage answered last; 0 is the first try.
    private sealed class RepeatCount : HttpPipelineSynchronousPolicy
    {
        public int OfLast { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => OfLast = message.ProcessingContext.RetryNumber;
    }
}
