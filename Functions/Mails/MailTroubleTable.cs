using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Slots;
using Microsoft.Extensions.Logging;

namespace Esik.Mails;

/// <summary>
/// A row for each batch with undelivered mails, beside the festival's own rows, so that the organizer's page finds them without
/// looking through the slots. On a good day there is none, and none is read or written.
/// </summary>
public sealed partial class MailTroubleTable(EsikStorage storage, SiteSettings site, TimeProvider clock, ILogger<MailTroubleTable> logger)
{
    /// <summary>More rows than anybody reads; a page says that there may be more.</summary>
    public const int ListMax = 200;

    private const string Prefix = "mail-trouble:";
    private static readonly RowMap Map = new(typeof(MailTrouble));

    /// <summary>All troubles, at most <see cref="ListMax"/>, the oldest event first.</summary>
    public async Task<IReadOnlyList<MailTrouble>> ListAsync(CancellationToken stop)
    {
        // The semicolon is the letter after the colon: all keys that begin with the prefix.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {site.FestivalId} and RowKey ge 'mail-trouble:' and RowKey lt 'mail-trouble;'");
        var troubles = new List<MailTrouble>();
        await foreach (var row in storage.Festivals.QueryAsync<TableEntity>(filter, maxPerPage: ListMax, cancellationToken: stop))
        {
            troubles.Add((MailTrouble)Map.Read(row));
            if (troubles.Count == ListMax)
                break;
        }
        return [.. troubles.OrderBy(trouble => trouble.Since)];
    }

    /// <summary>
    /// Writes down what is wrong with an outbox, or removes what was: so called after every mark, and once more for a settled outbox, it
    /// makes up for a crash in between. An outbox that was in time costs nothing.
    /// </summary>
    public async Task KeepAsync(string slot, Outbox outbox, DateTimeOffset since, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (MailTrouble.Of(slot, outbox, since, now) is { } trouble)
        {
            // What the provider said may name an address: the desk shows it, and the log does not.
            LogTrouble(logger, outbox.BatchId, slot, trouble.Waiting, trouble.Refused);
            await NoteAsync(trouble, stop);
        }
        else if (now - since >= MailPatience.LateAfter)
            await RemoveAsync(slot, outbox.BatchId, stop);
    }

    public Task NoteAsync(MailTrouble trouble, CancellationToken stop) => StorageOutage.AsBusyAsync(
        async () =>
        {
            var row = new TableEntity(site.FestivalId, KeyOf(trouble.Slot, trouble.Batch));
            foreach (var (name, value) in Map.Columns(trouble))
                row[name] = value;
            return await storage.Festivals.UpsertEntityAsync(row, TableUpdateMode.Replace, stop);
        },
        stop);

    /// <summary>Forgets a trouble that a person has dealt with. It may be gone already.</summary>
    public Task RemoveAsync(string slot, string batch, CancellationToken stop) =>
        StorageOutage.AsBusyAsync(() => storage.Festivals.DeleteEntityAsync(site.FestivalId, KeyOf(slot, batch), cancellationToken: stop), stop);

    /// <summary>Forgets what providers said, which may name addresses, and says of how many batches. That they failed stays known.</summary>
    public async Task<int> ForgetReasonsAsync(CancellationToken stop)
    {
        var forgotten = 0;
        foreach (var trouble in await ListAsync(stop))
        {
            if (trouble.Reason.Length == 0)
                continue;
            await NoteAsync(trouble with { Reason = "" }, stop);
            forgotten++;
        }
        return forgotten;
    }

    private static string KeyOf(string slot, string batch) => $"{Prefix}{slot}:{batch}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails are late or refused in batch {Batch} of slot {Slot}: {Waiting} wait, {Refused} were refused.")]
    private static partial void LogTrouble(ILogger logger, string batch, string slot, int waiting, int refused);
}
