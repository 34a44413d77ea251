using System.Diagnostics;
using Esik.Bench.Festivals;
using Esik.Bench.Processes;
using Esik.Bench.Reports;
using Esik.Slots;

namespace Esik.Bench.Parts;

/// <summary>Several writers on one slot, in several processes, near to the storage and at some distance from it; and how many counters suit them.</summary>
public sealed class WritersPart(BenchRun bench)
{
    private const int Processes = 4;
    private const int Capacity = 200;
    private const int AtOnceOfOne = 256;
    private const int AtOnceOfAll = 1_024;
    private const int DelayMs = 20;

    private static readonly int[] Writers = [1, 4, 16, 40];
    private static readonly int[] Counters = [4, 8, 16, 32];

    public async Task RunAsync(CancellationToken stop)
    {
        var workers = Enumerable.Range(0, Processes).Select(_ => ChildProcess.Start(WritersProcess.Verb)).ToList();
        try
        {
            for (var repetition = 1; repetition <= bench.Depth.Repetitions; repetition++)
                await MeasureGoalsAsync(workers, repetition, stop);
            for (var repetition = 1; repetition <= bench.Depth.Others; repetition++)
                await MeasureCountersAsync(workers, repetition, stop);
        }
        finally
        {
            // They hold nothing that anybody needs, and one in the middle of a rush would not hear that it may end.
            foreach (var worker in workers)
            {
                worker.Kill();
                await worker.DisposeAsync();
            }
        }
        bench.Findings.Note($"Several writers: each has storage clients and a slot writer of its own, spread over {Processes} processes (one writer: one process); with 16 and 40, several share a process. "
            + $"{AtOnceOfOne} guests at a time for each writer, {AtOnceOfAll:N0} for all together at most; {bench.Depth.Guests:N0} guests for one slot of {Capacity}. \"+20 ms\" waits so long before each storage request.");
    }

    private async Task MeasureGoalsAsync(List<ChildProcess> workers, int repetition, CancellationToken stop)
    {
        const string Table = "Engine, several writers on one slot of 200";
        bench.Say($"writers: repetition {repetition}");
        var rates = new Dictionary<int, double>();
        foreach (var delayMs in (int[])[0, DelayMs])
        {
            foreach (var writers in Writers)
            {
                var (perSecond, p99, requests) = await MeasureAsync(workers, writers, Counter.PerSlot, delayMs, stop);
                bench.Findings.Row(Table, $"{writers} writers, +{delayMs} ms", ("per s", perSecond), ("p99 s", p99), ("requests each", requests));
                if (delayMs == 0)
                    continue;
                rates[writers] = perSecond;
                if (writers != 1)
                    bench.Findings.Add($"engine{writers}.per_s", perSecond);
                if (writers == 4)
                    bench.Findings.Add("engine4.p99_s", p99);
            }
        }
        bench.Findings.Add("engine16.vs_engine4", rates[16] / rates[4]);
        bench.Findings.Add("engine40.vs_engine4", rates[40] / rates[4]);
    }

    private async Task MeasureCountersAsync(List<ChildProcess> workers, int repetition, CancellationToken stop)
    {
        bench.Say($"writers: numbers of counters, repetition {repetition}");
        foreach (var writers in Writers)
        {
            foreach (var counters in Counters)
            {
                var (perSecond, _, _) = await MeasureAsync(workers, writers, counters, DelayMs, stop);
                bench.Findings.Row($"Registrations a second by number of counters, +{DelayMs} ms (Esik has {Counter.PerSlot})", $"{writers} writers", ($"{counters} counters", perSecond));
            }
        }
    }

    private async Task<(double PerSecond, double P99, double RequestsEach)> MeasureAsync(List<ChildProcess> workers, int writers, int counters, int delayMs, CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        var settings = BenchSettings.Of(storage.Connection, Path.GetTempPath());
        await using (await BenchSite.OpenAsync(settings, slots: 2, Capacity, stop, counters))
        {
            // Only the import was wanted.
        }
        var busy = workers.Take(Math.Min(writers, Processes)).ToList();
        var each = writers / busy.Count;
        var guests = bench.Depth.Guests / writers;
        var atOnce = Math.Min(AtOnceOfOne, AtOnceOfAll / writers);
        await Task.WhenAll(busy.Select((worker, number) => worker.DoAsync<string>(new WritersTask(settings, each, atOnce, number * each * guests, guests, delayMs), stop)));
        var began = Stopwatch.GetTimestamp();
        var deeds = await Task.WhenAll(busy.Select(worker => worker.AskAsync<WritersDeeds>("go", stop)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        // What they still owe is paid while the storage is there.
        await Task.WhenAll(busy.Select(worker => worker.AskAsync<string>("end", stop)));
        var waits = deeds.SelectMany(deed => deed.Waits).ToList();
        if (deeds.Sum(deed => deed.Confirmed) != Capacity)
            throw new InvalidOperationException($"{deeds.Sum(deed => deed.Confirmed)} guests were given the slot's {Capacity} places.");
        return (waits.Count / seconds, Figures.Percentile(waits, 99), (double)deeds.Sum(deed => deed.Requests) / waits.Count);
    }
}
