using Azure.Data.Tables;
using Esik.Doors;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Slots.Tests;

/// <summary>A transaction over a wire that loses things, against real storage: its outcome is what storage holds.</summary>
public sealed class SlotCommitTests : IAsyncLifetime
{
    private const string Partition = "test-festival~clay";

    private EsikStorage storage = null!;
    private SlotTable slots = null!;
    private LossyWire wire = null!;
    private TableClient lossy = null!;

    public enum Loss
    {
        Request,
        Answer,
        Refused500,
        Refused503,
        Refused429,
        Refused408,
    }

    public async Task InitializeAsync()
    {
        var connection = await TestAzurite.TakeAccountAsync();
        storage = new EsikStorage(new StorageSettings { AzureWebJobsStorage = connection }, new StorageRequests());
        await storage.PrepareAsync(CancellationToken.None);
        slots = new SlotTable(storage, new SiteSettings { FestivalId = "test-festival" }, TimeProvider.System);
        await slots.CreateLedgerAsync("clay", 10, CancellationToken.None);
        (wire, lossy) = LossyWire.Over(connection);
    }

    public Task DisposeAsync()
    {
        wire.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Without_losses_it_is_sent_once_and_gives_the_new_versions()
    {
        var batch = await BatchAsync("b1", "scan-1");
        var result = await CommitAsync(batch);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Single(wire.Sent);
        foreach (var (write, version) in batch.Writes.Zip(result.Versions))
            Assert.Equal((await slots.ReadAsync("clay", write.Row.RowKey, CancellationToken.None))!.Value.Version, version);
    }

    [Theory]
    [InlineData(Loss.Request, Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.Answer, Loss.Answer, Loss.Request)]
    [InlineData(Loss.Request, Loss.Answer, Loss.Refused503)]
    [InlineData(Loss.Refused500, Loss.Refused503, Loss.Refused429, Loss.Refused408)]
    [InlineData(Loss.Answer, Loss.Refused500)]
    public async Task Whatever_is_lost_the_very_same_transaction_is_repeated_until_it_is_known_to_be_stored(params Loss[] losses)
    {
        Tell(losses);
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync(await BatchAsync("b1", "scan-1"))).Outcome);
        Assert.Equal(losses.Length + 1, wire.Sent.Count);
        Assert.Single(wire.Sent.Distinct());
        Assert.Equal(1, await TakenAsync());
    }

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Refused503)]
    public async Task A_lost_transaction_whose_row_somebody_else_wrote_is_a_conflict_that_names_the_row(Loss loss)
    {
        var batch = await BatchAsync("b1", "scan-1");
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync((await BatchAsync("b2", "scan-1")) with { })).Outcome);
        Tell(loss);
        var result = await CommitAsync(batch with { Writes = [(await BatchAsync("b1", "scan-9")).Writes[0], .. batch.Writes.Skip(1)] });
        Assert.Equal((CommitOutcome.Conflict, "s:scan-1"), (result.Outcome, result.ConflictKey));
        Assert.Equal(1, await TakenAsync());
    }

    [Fact]
    public async Task A_stored_transaction_whose_answer_was_lost_is_not_taken_for_a_conflict_after_others_went_on()
    {
        var batch = await BatchAsync("b1", "scan-1");
        wire.Mishaps.Enqueue(async (request, send) =>
        {
            (await send(request)).Dispose();
            var next = await BatchAsync("b2", "scan-2");
            await new SlotCommit(storage.SlotTransactions, TimeProvider.System, Partition, next).RunAsync(BatchOfAsync, CancellationToken.None);
            throw new HttpRequestException("The answer got lost.");
        });
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync(batch)).Outcome);
        Assert.Equal(2, await TakenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_that_arrives_after_it_was_given_up_or_repeated_changes_nothing(bool overtaken)
    {
        var (release, arrived) = (new TaskCompletionSource(), new TaskCompletionSource<int>());
        var batch = await BatchAsync("b1", "scan-1");
        if (overtaken)
            Assert.Equal(CommitOutcome.Committed, (await CommitAsync(await BatchAsync("b2", "scan-2"))).Outcome);
        wire.Mishaps.Enqueue(LossyWire.Late(release.Task, arrived));
        var result = await CommitAsync(batch);
        Assert.Equal(overtaken ? CommitOutcome.Conflict : CommitOutcome.Committed, result.Outcome);
        release.SetResult();
        Assert.Equal(412, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, await TakenAsync());
    }

    [Fact]
    public async Task After_ten_seconds_of_silence_the_outcome_is_unknown()
    {
        var clock = new FakeTimeProvider();
        wire.Otherwise = () => LossyWire.LostRequest;
        var running = new SlotCommit(lossy, clock, Partition, await BatchAsync("b1", "scan-1")).RunAsync(BatchOfAsync, CancellationToken.None);
        var began = clock.GetUtcNow();
        while (!running.IsCompleted)
        {
            await Task.Delay(2);
            clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.True(clock.GetUtcNow() - began < TimeSpan.FromMinutes(5), "It never ends.");
        }
        Assert.Equal(CommitOutcome.Unknown, (await running).Outcome);
        Assert.InRange(wire.Sent.Count, 5, 60);
        Assert.Equal(0, await TakenAsync());
    }

    [Fact]
    public async Task What_Azure_would_refuse_is_not_even_sent()
    {
        var good = await BatchAsync("b1", "scan-1");
        Assert.Throws<InvalidOperationException>(() => Commit(good with { Writes = [.. good.Writes.Reverse()] }));
        Assert.Throws<InvalidOperationException>(() => Commit(good with { Writes = [] }));
        Assert.Throws<InvalidOperationException>(() => Commit(good with { Writes = [.. good.Writes, good.Writes[1]] }));
        Assert.Throws<InvalidOperationException>(() => Commit(good with { Writes = [.. good.Writes, .. Enumerable.Range(0, 99).Select(number => new SlotWrite(ScanRow($"more-{number}"), null))] }));
        Assert.Throws<InvalidOperationException>(() => Commit(good with { Writes = [good.Writes[0], .. Enumerable.Range(0, 90).Select(number => new SlotWrite(ScanRow($"large-{number}") with { Door = new string('x', 30_000) }, null))] }));
    }

    private static Scan ScanRow(string id) => new(id, DoorAnswer.Welcome, null, 0, 0, 0, 0, "door", "device", null, null, null, DateTimeOffset.UnixEpoch, 0, DateTimeOffset.UnixEpoch, null);

    private SlotCommit Commit(SlotBatch batch) => new(lossy, TimeProvider.System, Partition, batch);

    private Task<CommitResult> CommitAsync(SlotBatch batch) => Commit(batch).RunAsync(BatchOfAsync, CancellationToken.None);

    // Takes one place and inserts a scan, as things stand now.
    private async Task<SlotBatch> BatchAsync(string id, string scan)
    {
        var reading = (await slots.ReadLedgerAsync("clay", CancellationToken.None))!;
        var counter = reading.Ledger.Take(1)!.After(reading.Ledger).Counters.Single(counter => counter.Version != reading.Ledger.Counters[counter.Number].Version);
        return new SlotBatch(id, [new(counter, reading.Versions[counter.Number]), new(ScanRow(scan), null)], Scan.KeyOf(scan));
    }

    private async Task<int> TakenAsync() => (await slots.ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Taken;

    private async Task<string?> BatchOfAsync(string partition, string rowKey, CancellationToken stop)
    {
        var row = await storage.Slots.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: stop);
        return row.HasValue ? row.Value!.GetString(SlotRowsTable.BatchColumn) : null;
    }

    private void Tell(params Loss[] losses)
    {
        foreach (var loss in losses)
        {
            wire.Mishaps.Enqueue(loss switch
            {
                Loss.Request => LossyWire.LostRequest,
                Loss.Answer => LossyWire.LostAnswer,
                Loss.Refused500 => LossyWire.Refused(500),
                Loss.Refused503 => LossyWire.Refused(503),
                Loss.Refused429 => LossyWire.Refused(429),
                Loss.Refused408 => LossyWire.Refused(408),
            });
        }
    }
}
