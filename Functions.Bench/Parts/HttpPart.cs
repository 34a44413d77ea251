using Esik.Bench.Festivals;
using Esik.Bench.Processes;
using Esik.Bench.Reports;
using Esik.Bench.Rivals;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Bench.Parts;

/// <summary>The real thing: form posts over loopback, the load generator in a process of its own; and the rival behind the same form.</summary>
public sealed class HttpPart(BenchRun bench)
{
    private const string Table = "HTTP, form posts over loopback";
    private const int AtOnce = 256;
    private const int DelayMs = 20;

    // What one instance takes at a time: REQUESTS_PER_INSTANCE in infra/main.bicepparam.
    private const int InstanceAtOnce = 500;

    // For each process: a site to which a rush comes has shown pages before.
    private const int WarmUpGuests = 600;
    private const int WarmUpFrom = 1_000_000;
    private const int PoolUsual = 16;

    private double missing;
    private double doubled;

    public async Task RunAsync(CancellationToken stop)
    {
        await using var cluster = await PostgresCluster.StartAsync(stop);
        var load = ChildProcess.Start(LoadProcess.Verb);
        try
        {
            await RunAsync(cluster, load, stop);
        }
        finally
        {
            load.Kill();
            await load.DisposeAsync();
        }
    }

    private sealed record Shape(string Name, int Slots, int Capacity);

    private static readonly Shape Measured = new("slot of 200", 1, 200);
    private static readonly Shape[] Shapes = [Measured, new("slot of 5,000", 1, 5_000), new("50 slots of 200", 50, 200)];

    private async Task RunAsync(PostgresCluster cluster, ChildProcess load, CancellationToken stop)
    {
        for (var repetition = 1; repetition <= bench.Depth.Repetitions; repetition++)
        {
            bench.Say($"HTTP: one process and rivals, repetition {repetition}");
            var esik = await EsikAsync(load, Measured, 1, 0, AtOnce, isDrained: repetition == 1, stop);
            var rival = 0.0;
            foreach (var seatLock in Enum.GetValues<SeatLock>())
                rival = Math.Max(rival, await RivalAsync(cluster, load, seatLock, stop));
            bench.Findings.Add("http.per_s", esik.Answered / esik.Seconds);
            bench.Findings.Add("http.vs_postgres", esik.Answered / esik.Seconds / rival);
            bench.Say($"HTTP: {bench.Depth.Guests:N0} at once, repetition {repetition}");
            var burst = await EsikAsync(load, Measured, 1, 0, bench.Depth.Guests, isDrained: false, stop);
            bench.Findings.Add("burst.p99_s", Figures.Percentile(burst.Waits, 99));
            bench.Findings.Add("burst.first_try", (double)burst.FirstTry / burst.Waits.Length);
            bench.Findings.Add("burst.answered", (double)(burst.FirstTry + burst.SecondTry) / burst.Waits.Length);
        }
        for (var repetition = 1; repetition <= bench.Depth.Others; repetition++)
        {
            bench.Say($"HTTP: other shapes, repetition {repetition}");
            foreach (var (processes, delayMs) in (IEnumerable<(int, int)>)[(1, 0), (1, DelayMs), (4, 0), (4, DelayMs)])
            {
                // The first of all is what the goals are about, and was measured above.
                foreach (var shape in Shapes.Where(shape => shape != Measured || (processes, delayMs) != (1, 0)))
                    await EsikAsync(load, shape, processes, delayMs, AtOnce, isDrained: repetition == 1 && delayMs == 0 && shape.Slots == 1, stop);
            }
            await EsikAsync(load, Measured, 4, 0, bench.Depth.Guests, isDrained: false, stop);
            await EsikAsync(load, Measured, 1, 0, InstanceAtOnce, isDrained: false, stop);
        }
        bench.Findings.Add("mails.missing", missing);
        bench.Findings.Add("mails.doubled", doubled);
        bench.Findings.Note($"HTTP: Kestrel as `scripts/start` runs it (queue and mails at work, the limit of posts per network address raised), {bench.Depth.Guests:N0} guests, {AtOnce} at a time over as many keep-alive connections, after {WarmUpGuests} others for each process at another slot; "
            + "\"all at once\": each guest on a connection of its own, opened with the page, all posts started together and measured from that moment, retries included. Everybody's page was opened before. \"MB\": resident memory of a site's process at its most, of several the largest (VmHWM; compiled at run time, as the whole bench is).");
    }

    private async Task<LoadDeeds> EsikAsync(ChildProcess load, Shape shape, int processes, int delayMs, int atOnce, bool isDrained, CancellationToken stop)
    {
        // The last slot is for warming up.
        await using var sites = await Sites.StartAsync(processes, shape.Slots + 1, shape.Capacity, delayMs, stop);
        var ids = BenchFestival.SlotIds(shape.Slots + 1);
        var crowd = atOnce == AtOnce ? "" : atOnce == InstanceAtOnce ? $", {atOnce} at a time" : ", all at once";
        var row = $"(c) Esik, {(processes == 1 ? "one process" : "four processes")}, {shape.Name}{(delayMs == 0 ? "" : $", +{delayMs} ms")}{crowd}";
        var warmUp = WarmUpGuests * processes;
        await RushAsync(load, new LoadTask(sites.Addresses, [ids[^1]], WarmUpFrom, warmUp, AtOnce), stop);
        var before = await sites.DrainAsync(warmUp, stop);
        var deeds = await RushAsync(load, new LoadTask(sites.Addresses, [.. ids.SkipLast(1)], 0, bench.Depth.Guests, atOnce), stop);
        Show(row, deeds);
        var megabytes = (await sites.DeedsAsync(stop)).Max(site => site.BytesMax) / 1e6;
        bench.Findings.Row(Table, row, ("MB", megabytes));
        if (atOnce == InstanceAtOnce)
            bench.Findings.Add("http.peak_mb", megabytes);
        if (isDrained)
            await DrainAsync(sites, row, warmUp, before.Sum(site => site.Requests), stop);
        return deeds;
    }

    private async Task<double> RivalAsync(PostgresCluster cluster, ChildProcess load, SeatLock seatLock, CancellationToken stop)
    {
        var pool = bench.Pools.GetValueOrDefault(seatLock, PoolUsual);
        await using var rival = ChildProcess.Start(RivalProcess.Verb);
        // Stopped in the middle of a rush, it would go on answering the load generator before it ends.
        await using var end = stop.Register(rival.Kill);
        var task = new RivalTask(BenchSettings.Of("", ""), $"{cluster.Connection};Minimum Pool Size={pool};Maximum Pool Size={pool}", seatLock, 2, 200);
        var address = await rival.DoAsync<string>(task, stop);
        var ids = BenchFestival.SlotIds(2);
        await RushAsync(load, new LoadTask([address], [ids[1]], WarmUpFrom, WarmUpGuests, AtOnce), stop);
        var deeds = await RushAsync(load, new LoadTask([address], [ids[0]], 0, bench.Depth.PostgresGuests, AtOnce), stop);
        Show($"(b) PostgreSQL, {seatLock.ToString().ToLowerInvariant()} lock, one process, slot of 200", deeds);
        return deeds.Answered / deeds.Seconds;
    }

    private static async Task<LoadDeeds> RushAsync(ChildProcess load, LoadTask task, CancellationToken stop)
    {
        await load.DoAsync<string>(task, stop);
        var deeds = await load.AskAsync<LoadDeeds>("go", stop);
        return task.AtOnce == task.Guests || deeds.Answered == task.Guests
            ? deeds
            : throw new InvalidOperationException($"Guests were refused: {string.Join(", ", deeds.Others.Select(other => $"{other.Value} by {other.Key}"))}.");
    }

    private void Show(string row, LoadDeeds deeds) => bench.Findings.Row(
        Table, row, ("per s", deeds.Answered / deeds.Seconds), ("p50 s", Figures.Median(deeds.Waits)), ("p99 s", Figures.Percentile(deeds.Waits, 99)), ("first try", (double)deeds.FirstTry / deeds.Waits.Length));

    // Every mail is waited for, and held against what is stored.
    private async Task DrainAsync(Sites sites, string row, int warmUp, long requestsBefore, CancellationToken stop)
    {
        bench.Say("HTTP: waiting for the mails");
        var after = await sites.DrainAsync(warmUp + bench.Depth.Guests, stop);
        await using var look = BenchSite.Build(sites.Settings);
        var mails = after.SelectMany(site => site.Receivers).GroupBy(to => to).ToDictionary(to => to.Key, to => to.Count());
        var confirmed = new List<Registration>();
        foreach (var slot in await look.SlotsAsync(stop))
        {
            await foreach (var registration in look.Get<SlotTable>().ListAsync(slot.Id, Registration.Prefix, stop))
                confirmed.Add((Registration)registration.Row);
        }
        confirmed.RemoveAll(registration => registration.State != RegistrationState.Confirmed);
        missing += confirmed.Count(registration => !mails.ContainsKey(registration.Email));
        doubled += mails.Values.Count(count => count > 1);
        bench.Findings.Row("Mails of the drained runs", row, ("mails", mails.Values.Sum()), ("mails per s", after.Sum(site => site.MailsPerSecond)), ("confirmed", confirmed.Count),
            ("storage requests a guest, mail included", (double)(after.Sum(site => site.Requests) - requestsBefore) / bench.Depth.Guests));
    }
}
