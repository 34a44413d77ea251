using Esik.Hosting;
using Esik.Mails;

namespace Esik.Reports;

/// <summary>Asks storage what went wrong: the mails' trouble rows, and the poison queues. Two requests, and only when an organizer looks.</summary>
public sealed class TroubleTable(EsikStorage storage, MailTroubleTable mails)
{
    /// <exception cref="Slots.BusyException">Storage does not answer.</exception>
    public Task<Troubles> ReadAsync(CancellationToken stop) => StorageOutage.AsBusyAsync(
        async () =>
        {
            var listing = mails.ListAsync(stop);
            var counts = await Task.WhenAll(Queues.All.Select(queue => storage.CountAsync(Queues.Poison(queue), stop)));
            return new Troubles(await listing, counts.Sum());
        },
        stop);
}
