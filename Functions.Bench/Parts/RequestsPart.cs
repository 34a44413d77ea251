using Esik.Bench.Festivals;
using Esik.Bench.Reports;
using Esik.Bench.Rushes;
using Esik.Programmes;

namespace Esik.Bench.Parts;

/// <summary>What a registration and a mail cost in storage requests, and a festival in money.</summary>
public sealed class RequestsPart(BenchRun bench)
{
    private const int Festival = 10_000;
    private const int QuietGuests = 10;
    private const int QuietMails = 3;
    private const int AtOnce = 256;
    private const int RushGuests = 2_000;

    // Longer than a tally is owed, and than a mail's message stays hidden.
    private static readonly TimeSpan TallyTime = TimeSpan.FromSeconds(3);

    // Longer than the programme is kept, and than a writer stays.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken stop)
    {
        bench.Say("requests: lone sign-ups");
        await QuietAsync(stop);
        bench.Say("requests: lone mails");
        await QuietMailsAsync(stop);
        bench.Say("requests: mails after a rush");
        await RushMailsAsync(stop);
        Price();
    }

    // Each at a slot of its own, where nobody was before: nothing is remembered from somebody else's sign-up.
    private async Task QuietAsync(CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        await using var site = await BenchSite.OpenAsync(BenchSettings.Of(storage.Connection, Path.GetTempPath()), QuietGuests, 20, stop);
        await Task.Delay(TallyTime, stop);
        var slots = await site.SlotsAsync(stop);
        var desk = new PatientGuests(site.Desk);
        var before = site.Requests.Total;
        foreach (var (signUp, slot) in BenchGuests.Of(0, QuietGuests).Zip(slots))
            await desk.RegisterAsync(slot, signUp, stop);
        await Task.Delay(TallyTime, stop);
        bench.Findings.Add("requests.quiet", (double)(site.Requests.Total - before) / QuietGuests);
    }

    private async Task QuietMailsAsync(CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        var folder = Directory.CreateTempSubdirectory("esik-bench-mail-").FullName;
        await using (var site = await BenchSite.OpenAsync(BenchSettings.Of(storage.Connection, folder), QuietMails, 20, stop))
        {
            var slots = await site.SlotsAsync(stop);
            await site.Application.StartAsync(stop);
            var desk = new PatientGuests(site.Desk);
            foreach (var (signUp, slot) in BenchGuests.Of(0, QuietMails).Zip(slots))
            {
                await Task.Delay(QuietTime, stop);
                var mails = site.Mails.Count;
                // As the page does before it calls the desk: the letter is written while that programme is still in force.
                await site.Get<IProgrammes>().CurrentAsync(stop);
                await desk.RegisterAsync(slot, signUp, stop);
                var before = site.Requests.Useful;
                await UntilAsync(() => site.Mails.Count > mails, stop);
                await Task.Delay(TallyTime, stop);
                bench.Findings.Add("requests.mail_quiet", site.Requests.Useful - before);
            }
            await site.Application.StopAsync(stop);
        }
        Directory.Delete(folder, recursive: true);
    }

    // All sign up first; then the queue is opened, so that what is counted is for the mails alone.
    private async Task RushMailsAsync(CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        var folder = Directory.CreateTempSubdirectory("esik-bench-mail-").FullName;
        await using (var site = await BenchSite.OpenAsync(BenchSettings.Of(storage.Connection, folder), 1, 200, stop))
        {
            var slots = await site.SlotsAsync(stop);
            var desk = new PatientGuests(site.Desk);
            await Rush.RunAsync(BenchGuests.Of(0, RushGuests), AtOnce, (signUp, stopOne) => desk.RegisterAsync(slots[0], signUp, stopOne), stop);
            await Task.Delay(TallyTime, stop);
            var before = site.Requests.Useful;
            await site.Application.StartAsync(stop);
            await UntilAsync(() => site.Mails.Count >= RushGuests, stop);
            await Task.Delay(TallyTime, stop);
            bench.Findings.Add("requests.mail_rush", (double)(site.Requests.Useful - before) / site.Mails.Count);
            bench.Findings.Row("Mails of the drained runs", "in process, after the rush, nothing else to do", ("mails", site.Mails.Count), ("mails per s", site.Mails.PerSecond));
            await site.Application.StopAsync(stop);
        }
        Directory.Delete(folder, recursive: true);
    }

    private void Price()
    {
        const string Table = "What storage requests cost a festival of 10,000 guests, US dollars";
        var quiet = bench.Findings.MedianOf("requests.quiet")!.Value + bench.Findings.MedianOf("requests.mail_quiet")!.Value;
        bench.Findings.Row(Table, "everybody alone, on quiet days, with mail", ("requests", quiet * Festival), ("dollars at most", Prices.Of(quiet * Festival)));
        if (bench.Findings.MedianOf("requests.rush") is { } rush)
        {
            var together = rush + bench.Findings.MedianOf("requests.mail_rush")!.Value;
            bench.Findings.Row(Table, "everybody in the rush, with mail", ("requests", together * Festival), ("dollars at most", Prices.Of(together * Festival)));
        }
        bench.Findings.Note($"Price: ${Prices.DollarsPerTenThousandRequests} for 10,000 requests ({Prices.Source}). Not in it: pages, scans, and looks into an empty queue, at most one a second while a process runs "
            + $"(a month of them: ${Prices.Of(30 * 24 * 3600):0.00}).");
    }

    private static async Task UntilAsync(Func<bool> done, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        while (!done())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }
}
