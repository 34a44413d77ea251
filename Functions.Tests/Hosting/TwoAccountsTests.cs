using System.Net;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;

namespace Esik.Hosting.Tests;

public sealed class TwoAccountsTests
{
    [Fact]
    public async Task Tables_may_lie_in_another_account_than_queues()
    {
        var tables = await TestAzurite.TakeAccountAsync();
        await using var site = await TestSite.StartAsync(new() { Settings = new Dictionary<string, string?> { ["TablesConnection"] = tables } });
        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));

        Assert.Equal(HttpStatusCode.Created, (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Status);

        // The mail has gone by the queue of one account, and found its guest in the other.
        Directory.CreateDirectory(site.MailFolder);
        for (var wait = 0; wait < 1200 && Directory.GetFiles(site.MailFolder, "*.eml").Length == 0; wait++)
            await Task.Delay(50);
        Assert.Single(Directory.GetFiles(site.MailFolder, "*.eml"));
        Assert.Equal(["festivals", "slots"], await TablesOf(tables));
        Assert.Empty(await TablesOf(site.Connection));
        Assert.True(await new Azure.Storage.Queues.QueueClient(site.Connection, Queues.Mails).ExistsAsync());
        Assert.False(await new Azure.Storage.Queues.QueueClient(tables, Queues.Mails).ExistsAsync());
    }

    private static async Task<List<string>> TablesOf(string connection)
    {
        var names = new List<string>();
        await foreach (var table in new Azure.Data.Tables.TableServiceClient(connection).QueryAsync())
            names.Add(table.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
