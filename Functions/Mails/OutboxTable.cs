using Azure;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Mails;

/// <summary>An outbox with the version under which it may be replaced.</summary>
public sealed record KnownOutbox(Outbox Outbox, string Version);

/// <summary>Outboxes and the registrations they speak of. Storage that does not answer in time is a <see cref="BusyException"/>.</summary>
public sealed class OutboxTable(EsikStorage storage, SlotTable slots)
{
    // Azure allows fifteen comparisons in a filter; the partition takes one.
    private const int KeysMax = 14;

    // Random for each write, so that a write whose answer was lost is known again.
    private const string MarkColumn = "Mark";

    /// <summary>Null when the batch is not stored (yet).</summary>
    public Task<KnownOutbox?> FindAsync(string slot, string batch, CancellationToken stop) => StorageOutage.AsBusyAsync(
        async () => await slots.ReadAsync(slot, Outbox.KeyOf(batch), stop) is { Row: Outbox outbox } row ? new KnownOutbox(outbox, row.Version) : null, stop);

    /// <summary>Stores an outbox if it is still at that version, and gives its new one; null when somebody else changed it.</summary>
    public Task<string?> ReplaceAsync(string slot, Outbox outbox, string version, CancellationToken stop) => StorageOutage.AsBusyAsync(
        async () =>
        {
            var mark = Guid.NewGuid().ToString("N");
            try
            {
                // The batch column stays the writer's own: by it a transaction finds out whether it was stored.
                var entity = SlotRowsTable.ToEntity(slots.Partition(slot), outbox, outbox.BatchId);
                entity[MarkColumn] = mark;
                var answer = await storage.Slots.UpdateEntityAsync(entity, new ETag(version), TableUpdateMode.Replace, stop);
                return answer.Headers.ETag?.ToString();
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                // The client has repeated the request if its answer was lost: then it is our own row that stands in the way.
                var now = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(slots.Partition(slot), outbox.RowKey, [MarkColumn], stop);
                return now.HasValue && now.Value!.GetString(MarkColumn) == mark ? now.Value.ETag.ToString() : null;
            }
        },
        stop);

    /// <summary>The registrations of these tickets that there are, by ticket: one point read for one, else one query for every fourteen.</summary>
    public Task<IReadOnlyDictionary<string, Registration>> RegistrationsAsync(string slot, IEnumerable<string> tickets, CancellationToken stop) => StorageOutage.AsBusyAsync(
        async () =>
        {
            var keys = tickets.Distinct().Select(ticket => Registration.Prefix + ticket).ToList();
            var rows = keys.Count == 1
                ? [await slots.ReadAsync<Registration>(slot, keys[0], stop)]
                : await QueryAsync(slot, keys, stop);
            return (IReadOnlyDictionary<string, Registration>)rows.OfType<Registration>().ToDictionary(registration => registration.Ticket);
        },
        stop);

    /// <summary>Forgets what providers said about a slot's mails: it may name addresses. Once more changes nothing.</summary>
    public async Task ForgetReasonsAsync(string slot, CancellationToken stop)
    {
        await foreach (var row in slots.ListAsync(slot, Outbox.Prefix, stop))
        {
            var known = new KnownOutbox((Outbox)row.Row, row.Version);
            // Somebody who marks the same outbox wins; then it is read again.
            while (known is { } found && found.Outbox.Mails.Any(mail => mail.Reason is not null)
                && await ReplaceAsync(slot, found.Outbox.WithoutReasons(), found.Version, stop) is null)
            {
                known = await FindAsync(slot, found.Outbox.BatchId, stop);
            }
        }
    }

    private async Task<List<Registration?>> QueryAsync(string slot, List<string> keys, CancellationToken stop)
    {
        var registrations = new List<Registration?>(keys.Count);
        foreach (var some in keys.Chunk(KeysMax))
        {
            var anyKey = string.Join(" or ", some.Select(key => TableClient.CreateQueryFilter($"RowKey eq {key}")));
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot)}") + $" and ({anyKey})";
            await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
                registrations.Add(SlotRowsTable.FromEntity(entity) as Registration);
        }
        return registrations;
    }
}
