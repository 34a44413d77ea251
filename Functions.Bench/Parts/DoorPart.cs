using System.Diagnostics;
using System.Text;
using Esik.Bench.Festivals;
using Esik.Bench.Reports;
using Esik.Bench.Rivals;
using Esik.Bench.Rushes;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Tickets;

namespace Esik.Bench.Parts;

/// <summary>
/// Phones that hand in their scans over HTTP, ten a post, beside what the storage takes of single inserts in the same run. The phones are
/// in the site's own process, so the figures are at least as good as these.
/// </summary>
public sealed class DoorPart(BenchRun bench)
{
    private const string Table = "Doors: scans through POST /api/door/scans, ten a post";
    private const int Batch = 10;
    private const int CeilingRows = 4_000;
    private const int CeilingAtOnce = 64;
    private const int HostileCodes = 10_000;
    private const int HostileSeed = 40;

    // Devices, and scans in all.
    private static readonly (int Devices, int Scans)[] Crowds = [(1, 300), (8, 1_600), (64, 6_400)];

    public async Task RunAsync(CancellationToken stop)
    {
        for (var repetition = 1; repetition <= bench.Depth.Others; repetition++)
        {
            bench.Say($"doors: repetition {repetition}");
            await OnceAsync(stop);
        }
        Hostile();
    }

    private async Task OnceAsync(CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        var folder = Directory.CreateTempSubdirectory("esik-bench-mail-").FullName;
        await using (var site = BenchSite.Build(BenchSettings.Of(storage.Connection, folder)))
        {
            var crowds = Crowds.Select(crowd => bench.Depth == Depth.Trial ? crowd with { Scans = crowd.Devices * Batch * 2 } : crowd).ToList();
            var slot = await DoorFestival.OpenAsync(site, crowds.Sum(crowd => crowd.Scans) * 2, stop);
            var guests = new Queue<Registration>(await DoorFestival.RegisterAsync(site, slot, crowds.Sum(crowd => crowd.Scans) + Batch, stop));
            var ceiling = await new InsertCeiling(site.Get<EsikStorage>()).MeasureAsync(bench.Depth == Depth.Trial ? CeilingRows / 10 : CeilingRows, CeilingAtOnce, stop);
            bench.Findings.Row(Table, "the storage's own single inserts, 64 at once", ("per s", ceiling));
            await site.Application.StartAsync(stop);
            var address = new Uri(site.Application.Urls.Single());
            var tokens = await DoorFestival.PairAsync(site, crowds.Max(crowd => crowd.Devices), stop);
            using (var first = new DoorPhone(address, tokens[0], slot))
            {
                bench.Findings.Row("Doors: rosters", $"{guests.Count:#,0} tickets", ("bytes each", (double)await first.FetchAsync(stop) / guests.Count));
                await first.HandInAsync([.. Enumerable.Range(0, Batch).Select(_ => guests.Dequeue())], Batch, stop);
            }
            foreach (var (devices, scans) in crowds)
                await CrowdAsync(site, address, [.. tokens.Take(devices)], [.. Enumerable.Range(0, scans).Select(_ => guests.Dequeue())], ceiling, stop);
            await site.Application.StopAsync(stop);
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task CrowdAsync(BenchSite site, Uri address, IReadOnlyList<string> tokens, IReadOnlyList<Registration> tickets, double ceiling, CancellationToken stop)
    {
        var slot = (await site.SlotsAsync(stop))[0];
        var phones = tokens.Select(token => new DoorPhone(address, token, slot)).ToList();
        await phones[0].FetchAsync(stop);
        var requests = site.Requests.Useful;
        var began = Stopwatch.GetTimestamp();
        var each = tickets.Count / phones.Count;
        var times = (await Task.WhenAll(phones.Select((phone, number) => phone.HandInAsync(tickets.Skip(number * each).Take(each), Batch, stop)))).SelectMany(some => some).ToList();
        var perSecond = tickets.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var requestsEach = (double)(site.Requests.Useful - requests) / tickets.Count;
        bench.Findings.Row(Table, phones.Count == 1 ? "1 device" : $"{phones.Count} devices",
            ("per s", perSecond), ("p50 s", Figures.Percentile(times, 50)), ("p99 s", Figures.Percentile(times, 99)), ("requests a scan", requestsEach), ("of the ceiling", perSecond / ceiling));
        foreach (var phone in phones)
            phone.Dispose();
        if (phones.Count < Crowds[^1].Devices)
            return;
        bench.Findings.Add("door.per_s", perSecond);
        bench.Findings.Add("door.vs_ceiling", perSecond / ceiling);
        bench.Findings.Add("door.requests_per_scan", requestsEach);
    }

    // Altered tokens, each read alone. What they are answered is the tests' business.
    private void Hostile()
    {
        var keys = TicketKeys.Read(TicketKeys.CreatePem(), "1", null).Keys!;
        var payload = new TicketPayload(1, 1, new TicketId(1), 1, 1);
        var token = TicketToken.Text(payload, keys.Signer.Sign(payload));
        var random = new Random(HostileSeed);
        var times = new List<double>(HostileCodes);
        for (var count = 0; count < HostileCodes; count++)
        {
            var text = new StringBuilder(token);
            text[random.Next(text.Length)] = Base45.Alphabet[random.Next(Base45.Alphabet.Length)];
            var code = count % 10 == 0 ? text.ToString() + new string('A', 4_096 - text.Length) : text.ToString();
            var began = Stopwatch.GetTimestamp();
            keys.Verifier.Read(code);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        bench.Findings.Row("Doors: altered codes, on the server", "10,000", ("p50 ms", Figures.Percentile(times, 50)), ("p99 ms", Figures.Percentile(times, 99)), ("longest ms", times.Max()));
        bench.Findings.Add("door.hostile_p99_ms", Figures.Percentile(times, 99));
    }
}
