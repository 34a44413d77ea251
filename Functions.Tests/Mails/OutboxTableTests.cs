using Esik.Bench.Faults;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Slots;

namespace Esik.Mails.Tests;

/// <summary>Marks on an outbox over a wire that loses answers.</summary>
public sealed class OutboxTableTests
{
    private static readonly DateTimeOffset Until = TimeProvider.System.GetUtcNow().AddMinutes(2);

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_known_to_be_our_own_and_not_waited_for()
    {
        await using var proxy = await FaultProxy.StartAsync(await TestAzurite.TakeAccountAsync(), FaultScript.Told(Fate.LoseAnswer));
        var (outboxes, found) = await StoreAsync(proxy);
        proxy.IsCalm = false;
        var version = await outboxes.ReplaceAsync("clay", found.Outbox with { ClaimedUntil = Until }, found.Version, CancellationToken.None);
        Assert.Equal(1, proxy.Struck[Fate.LoseAnswer]);
        Assert.Equal((await outboxes.FindAsync("clay", "batch", CancellationToken.None))!.Version, version);
    }

    [Fact]
    public async Task A_claim_that_somebody_else_made_meanwhile_is_not_taken_for_our_own()
    {
        await using var proxy = await FaultProxy.StartAsync(await TestAzurite.TakeAccountAsync(), FaultScript.Told());
        var (outboxes, found) = await StoreAsync(proxy);
        Assert.NotNull(await outboxes.ReplaceAsync("clay", found.Outbox with { ClaimedUntil = Until }, found.Version, CancellationToken.None));
        Assert.Null(await outboxes.ReplaceAsync("clay", found.Outbox with { ClaimedUntil = Until }, found.Version, CancellationToken.None));
    }

    private static async Task<(OutboxTable Outboxes, KnownOutbox Found)> StoreAsync(FaultProxy proxy)
    {
        var storage = new EsikStorage(new StorageSettings { AzureWebJobsStorage = proxy.Connection }, new StorageRequests());
        await storage.PrepareAsync(CancellationToken.None);
        var slots = new SlotTable(storage, new SiteSettings { FestivalId = TestSettings.FestivalId }, TimeProvider.System);
        var outbox = new Outbox("batch", [OutboxMail.New("0000000000000001", MailKind.Ticket)], null, null);
        await storage.Slots.AddEntityAsync(SlotRowsTable.ToEntity(slots.Partition("clay"), outbox, "batch"));
        var outboxes = new OutboxTable(storage, slots);
        return (outboxes, (await outboxes.FindAsync("clay", "batch", CancellationToken.None))!);
    }
}
