using System.Text.Json;
using Esik.Bench.Festivals;
using Esik.Bench.Rushes;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Bench.Processes;

/// <summary>What one process of writers shall do.</summary>
/// <param name="Writers">Each with storage clients, connections and a slot writer of its own.</param>
/// <param name="AtOnce">Guests at a time of each writer.</param>
/// <param name="Guests">Of each writer, numbered from <paramref name="FirstGuest"/> on.</param>
/// <param name="DelayMs">Added to each storage request.</param>
public sealed record WritersTask(Dictionary<string, string?> Settings, int Writers, int AtOnce, int FirstGuest, int Guests, int DelayMs);

/// <param name="Waits">Seconds, one for each guest.</param>
/// <param name="Confirmed">How many were told that they have a place.</param>
public sealed record WritersDeeds(double[] Waits, long Requests, int Confirmed);

/// <summary>Some writers on one slot. For each task says "ready", waits for a word, lets all guests come, says how long they waited, and at one more word pays its tallies and ends.</summary>
public static class WritersProcess
{
    public const string Verb = "writers";

    // Guests of another slot, who come first so that the code is compiled and the connections are open.
    private const int WarmUpGuests = 200;

    public static async Task<int> RunAsync()
    {
        while (await ParentProcess.WordAsync() is { } word)
        {
            if (JsonSerializer.Deserialize<WritersTask>(word) is { } task)
                await RunAsync(task);
        }
        return 0;
    }

    private static async Task RunAsync(WritersTask task)
    {
        var sites = Enumerable.Range(0, task.Writers).Select(_ => BenchSite.Build(task.Settings, TimeSpan.FromMilliseconds(task.DelayMs))).ToList();
        var slots = (await Task.WhenAll(sites.Select(site => site.SlotsAsync(CancellationToken.None))))[0];
        var warmUp = WarmUpGuests / task.Writers;
        await Task.WhenAll(sites.Select((site, number) => RushAsync(site, slots[1], 1_000_000 + task.FirstGuest + (number * warmUp), warmUp, task.AtOnce)));
        await ParentProcess.SayAsync("ready");
        await ParentProcess.WordAsync();
        var before = sites.Sum(site => site.Requests.Total);
        var rushes = await Task.WhenAll(sites.Select((site, number) => RushAsync(site, slots[0], task.FirstGuest + (number * task.Guests), task.Guests, task.AtOnce)));
        await ParentProcess.SayAsync(new WritersDeeds([.. rushes.SelectMany(rush => rush.Rush.Waits)], sites.Sum(site => site.Requests.Total) - before, rushes.Sum(rush => rush.Confirmed)));
        await ParentProcess.WordAsync();
        await Task.WhenAll(sites.Select(site => site.DisposeAsync().AsTask()));
        await ParentProcess.SayAsync("ended");
    }

    private static async Task<(Rush Rush, int Confirmed)> RushAsync(BenchSite site, Slot slot, int first, int guests, int atOnce)
    {
        var confirmed = 0;
        var desk = new PatientGuests(site.Desk);
        var rush = await Rush.RunAsync(BenchGuests.Of(first, guests), atOnce, async (signUp, stop) =>
        {
            if ((await desk.RegisterAsync(slot, signUp, stop)).State == RegistrationState.Confirmed)
                Interlocked.Increment(ref confirmed);
        }, CancellationToken.None);
        return (rush, confirmed);
    }
}
