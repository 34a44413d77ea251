using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Esik.Hosting.Tests;

namespace Esik.Bench.Faults.Tests;

/// <summary>What the proxy does to a request is what its name says, and nothing else.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private string connection = "";
    private FaultProxy proxy = null!;
    private TableClient table = null!;
    private TableClient behind = null!;

    public async Task InitializeAsync()
    {
        connection = await TestAzurite.TakeAccountAsync();
        proxy = await FaultProxy.StartAsync(connection, FaultScript.Always(Fate.Pass));
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        table = new TableServiceClient(proxy.Connection, options).GetTableClient("things");
        behind = new TableServiceClient(connection).GetTableClient("things");
        await behind.CreateAsync();
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    [Fact]
    public async Task A_calm_proxy_carries_tables_and_queues_with_every_letter()
    {
        var row = new TableEntity("a b~c", "o'%2F+ә") { ["Text"] = "Қазақша" };
        await table.AddEntityAsync(row);
        Assert.Equal("Қазақша", (await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey)).Value.GetString("Text"));
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, row, (await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey)).Value.ETag)]);
        Assert.Single(await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {row.PartitionKey}")).ToListAsync());
        var queue = new QueueClient(proxy.Connection, "mails");
        await queue.CreateAsync();
        await queue.SendMessageAsync("hello");
        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.MessageText);
    }

    [Theory]
    [InlineData(Fate.Pass, true, null)]
    [InlineData(Fate.Delay, true, null)]
    [InlineData(Fate.LoseRequest, false, 0)]
    [InlineData(Fate.LoseAnswer, true, 0)]
    [InlineData(Fate.CutAnswer, true, 0)]
    [InlineData(Fate.Late, true, 0)]
    [InlineData(Fate.Refuse500, false, 500)]
    [InlineData(Fate.Mislead500, true, 500)]
    [InlineData(Fate.Refuse503, false, 503)]
    [InlineData(Fate.Refuse429, false, 429)]
    public async Task A_fate_decides_whether_it_is_stored_and_what_is_answered(Fate fate, bool isStored, int? status)
    {
        (proxy.Script, proxy.IsCalm) = (FaultScript.Always(fate), false);
        Assert.Equal(status, await StatusOfAsync(() => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("a", "b") { ["Text"] = "c" })])));
        var waited = Stopwatch.StartNew();
        while (isStored && !await IsStoredAsync())
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "It was never stored.");
        Assert.Equal(isStored, await IsStoredAsync());
        Assert.Equal(1, proxy.Struck[fate]);
    }

    [Fact]
    public async Task Without_versions_an_old_one_replaces_a_new_one()
    {
        var row = new TableEntity("a", "b") { ["Text"] = "first" };
        var first = (await behind.AddEntityAsync(row)).Headers.ETag!.Value;
        await behind.UpdateEntityAsync(row, first);
        TableTransactionAction[] old = [new(TableTransactionActionType.UpdateReplace, new TableEntity("a", "b") { ["Text"] = "old" }, first)];
        Assert.Equal(412, await StatusOfAsync(() => table.SubmitTransactionAsync(old)));
        proxy.IgnoresVersions = true;
        Assert.Null(await StatusOfAsync(() => table.SubmitTransactionAsync(old)));
        Assert.Equal("old", (await behind.GetEntityAsync<TableEntity>("a", "b")).Value.GetString("Text"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_fates_in_the_shares_that_were_asked_for()
    {
        const int Requests = 100_000;
        var fates = Enumerable.Range(0, Requests).Select(ordinal => FaultScript.Usual(5).FateOf(ordinal)).ToList();
        Assert.Equal(fates, Enumerable.Range(0, Requests).Select(ordinal => FaultScript.Usual(5).FateOf(ordinal)));
        Assert.NotEqual(fates, Enumerable.Range(0, Requests).Select(ordinal => FaultScript.Usual(6).FateOf(ordinal)));
        foreach (var (fate, share) in FaultScript.Usual(5).Shares)
            Assert.InRange(fates.Count(found => found == fate) / (double)Requests, share * 0.9, share * 1.1);
    }

    private async Task<bool> IsStoredAsync() => (await behind.GetEntityIfExistsAsync<TableEntity>("a", "b")).HasValue;

    // Null: it went well. 0: no answer.
    private static async Task<int?> StatusOfAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return null;
        }
        catch (RequestFailedException refused)
        {
            return refused.Status;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return 0;
        }
    }
}
