using Esik.Programmes.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Esik.Hosting.Tests;

public sealed class WarmStartTests
{
    [Fact]
    public async Task It_takes_the_place_of_waiting_and_makes_ready_beside_the_start()
    {
        var account = await TestAzurite.TakeAccountAsync();
        await using var site = await StartAsync(account);
        await WarmAsync(site);

        // A festival's own tables and queues are there, though the start has not waited for them.
        Assert.Null((await site.Storage.Festivals.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("nobody", "nothing")).HasValue ? "a row" : null);
        Assert.True((await site.Storage.Mails.ExistsAsync()).Value);
        // Nothing was imported, so there is no page, and nobody is told: it is no trouble.
        Assert.DoesNotContain(site.Logs.Lines, line => line.Contains("first page", StringComparison.Ordinal));

        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));
        await using var second = await StartAsync(account);
        await WarmAsync(second);
        Assert.Contains("GET festivals", second.Get<StorageRequests>().Counts.Keys);
        Assert.Contains("GET mails", second.Get<StorageRequests>().Counts.Keys);
        // The page's figures are those of a slot's tally.
        Assert.Contains("GET slots", second.Get<StorageRequests>().Counts.Keys);
        Assert.DoesNotContain(second.Logs.Lines, line => line.Contains("At the start", StringComparison.Ordinal) || line.Contains("first page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_ends_nothing()
    {
        await using var site = await StartAsync("DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;TableEndpoint=http://127.0.0.1:9/nobody;QueueEndpoint=http://127.0.0.1:9/nobody;");
        await WarmAsync(site);

        Assert.Contains(site.Logs.Lines, line => line.Contains("At the start the queues could not be made ready", StringComparison.Ordinal));
        Assert.Contains(site.Logs.Lines, line => line.Contains("At the start the storage could not be made ready", StringComparison.Ordinal));
        using var health = await site.Client.GetAsync(new Uri("healthz", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, health.StatusCode);
    }

    private static Task<TestSite> StartAsync(string account) => TestSite.StartAsync(new()
    {
        Connection = account,
        Functions = Standalone.FunctionCatalogue.Of(typeof(HealthFunctions)),
        Configure = WarmStart.Use,
    });

    private static async Task WarmAsync(TestSite site) =>
        await site.Services.GetServices<IHostedService>().OfType<WarmStart>().Single().ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60));
}
