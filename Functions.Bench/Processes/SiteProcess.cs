using Esik.Bench.Festivals;
using Esik.Hosting;

namespace Esik.Bench.Processes;

/// <summary>What one site shall be.</summary>
/// <param name="DelayMs">Added to each of its storage requests.</param>
public sealed record SiteTask(Dictionary<string, string?> Settings, int DelayMs);

/// <summary>What a site has done so far.</summary>
/// <param name="Requests">To storage, without looks into an empty queue, which are counted apart.</param>
/// <param name="Receivers">Of its mails, one for each mail.</param>
/// <param name="BytesMax">Memory of the process at its most, as the system counts it (VmHWM).</param>
public sealed record SiteDeeds(long Requests, long EmptyLooks, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Receivers, double MailsPerSecond, double ProcessorSeconds, long BytesMax);

/// <summary>The whole Standalone site as a process of its own, on a free port.</summary>
public static class SiteProcess
{
    public const string Verb = "site";

    public static async Task<int> RunAsync()
    {
        var task = await ParentProcess.TaskAsync<SiteTask>();
        await using var site = BenchSite.Build(task.Settings, TimeSpan.FromMilliseconds(task.DelayMs));
        await site.Application.StartAsync();
        await ParentProcess.SayAsync(site.Application.Urls.Single());
        while (await ParentProcess.WordAsync() is not null)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            await ParentProcess.SayAsync(new SiteDeeds(
                site.Requests.Useful, site.Requests.EmptyLooks, site.Get<StorageRequests>().Counts, site.Mails.Receivers, site.Mails.PerSecond, self.TotalProcessorTime.TotalSeconds, self.PeakWorkingSet64));
        }
        await site.Application.StopAsync();
        return 0;
    }
}
