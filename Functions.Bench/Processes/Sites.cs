using Esik.Bench.Festivals;

namespace Esik.Bench.Processes;

/// <summary>Some processes of one deployment over a storage of their own, each with a mail folder of its own.</summary>
public sealed class Sites : IAsyncDisposable
{
    private readonly BenchStorage storage;
    private readonly string mailFolder;
    private readonly List<ChildProcess> processes = [];
    private readonly List<string> addresses = [];

    private Sites(BenchStorage storage, string mailFolder) => (this.storage, this.mailFolder) = (storage, mailFolder);

    public IReadOnlyList<string> Addresses => addresses;

    /// <summary>Settings of all of them, for a look into their storage.</summary>
    public Dictionary<string, string?> Settings => BenchSettings.Of(storage.Connection, mailFolder);

    /// <param name="delayMs">Added to each storage request.</param>
    public static async Task<Sites> StartAsync(int count, int slots, int capacity, int delayMs, CancellationToken stop)
    {
        var sites = new Sites(await BenchStorage.StartAsync(stop), Directory.CreateTempSubdirectory("esik-bench-mail-").FullName);
        try
        {
            await using (await BenchSite.OpenAsync(sites.Settings, slots, capacity, stop))
            {
                // Only the import was wanted.
            }
            for (var number = 0; number < count; number++)
                sites.processes.Add(ChildProcess.Start(SiteProcess.Verb));
            sites.addresses.AddRange(await Task.WhenAll(sites.processes.Select((process, number) =>
                process.DoAsync<string>(new SiteTask(BenchSettings.Of(sites.storage.Connection, Path.Combine(sites.mailFolder, $"{number}")), delayMs), stop))));
            return sites;
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }

    /// <summary>What each process has done so far.</summary>
    public Task<SiteDeeds[]> DeedsAsync(CancellationToken stop) => Task.WhenAll(processes.Select(process => process.AskAsync<SiteDeeds>("deeds", stop)));

    /// <summary>Waits until so many mails went out, and a little for those that should not. Ends early when nothing moves any more.</summary>
    public async Task<SiteDeeds[]> DrainAsync(int mails, CancellationToken stop)
    {
        var (last, still) = (0, 0);
        while (last < mails && still < SecondsWithoutMailMax)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            var now = (await DeedsAsync(stop)).Sum(site => site.Receivers.Count);
            (last, still) = (now, now == last ? still + 1 : 0);
        }
        await Task.Delay(TimeSpan.FromSeconds(SecondsForDoubles), stop);
        return await DeedsAsync(stop);
    }

    /// <summary>Ends the processes at once: nobody waits for their mails.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.DisposeAsync();
        }
        await storage.DisposeAsync();
        Directory.Delete(mailFolder, recursive: true);
    }

    private const int SecondsWithoutMailMax = 30;
    private const int SecondsForDoubles = 3;
}
