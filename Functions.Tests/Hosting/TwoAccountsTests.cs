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

    // Commands at home know by azd's environment that the account's own tables are the wrong ones, and erasing nothing is no success.
    [Fact]
    public async Task A_command_neither_fills_nor_erases_the_wrong_tables()
    {
        using var folder = new TemporaryFolder();
        var (account, tables) = (await TestAzurite.TakeAccountAsync(), await TestAzurite.TakeAccountAsync());
        var here = new Dictionary<string, string> { ["AzureWebJobsStorage"] = account };
        var nowhere = new Dictionary<string, string>(here) { ["TABLES_ELSEWHERE"] = "true" };
        var there = new Dictionary<string, string>(nowhere) { ["TablesConnection"] = tables };
        string[] import = ["import", Repository.PathOf("Functions/Programmes/Sample/art-energy-almaty.json")];
        string[] erase = ["art-energy-almaty", "--yes"];

        foreach (var refused in new[] { await RunAsync(nowhere, "programme", import), await RunAsync(nowhere, "erase", erase) })
            Assert.True(refused.Code == 1 && refused.Text.Contains("TablesConnection: is missing: TABLES_ELSEWHERE says", StringComparison.Ordinal), refused.Text);
        var imported = await RunAsync(there, "programme", import);
        Assert.True(imported.Code == 0 && imported.Text.Contains(", its tables in esik", StringComparison.Ordinal), imported.Text);
        Assert.Empty(await TablesOf(account));
        var nothing = await RunAsync(here, "erase", erase);
        Assert.True(nothing.Code == 1 && nothing.Text.Contains("Nothing was erased: the storage holds nothing of the festival 'art-energy-almaty'", StringComparison.Ordinal), nothing.Text);
        foreach (var erased in new[] { await RunAsync(there, "erase", erase), await RunAsync(there, "erase", erase) })
            Assert.True(erased.Code == 0 && erased.Text.Contains("Erased: 0 registrations", StringComparison.Ordinal), erased.Text);

        Task<(int Code, string Text)> RunAsync(Dictionary<string, string> settings, string command, string[] arguments) =>
            CommandTests.EndAsync(CommandTests.Run(settings, Environment.CurrentDirectory, $"scripts/{command}", [.. arguments, "--data", Path.Combine(folder.Path, "data")]));
    }

    private static async Task<List<string>> TablesOf(string connection)
    {
        var names = new List<string>();
        await foreach (var table in new Azure.Data.Tables.TableServiceClient(connection).QueryAsync())
            names.Add(table.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
