using System.Diagnostics;
using Esik.Audits;
using Esik.Bench.Festivals;
using Esik.Hosting;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Bench.Faults;

/// <summary>
/// A rush at three processes whose wire to storage loses things, one of which is killed. Afterwards everything that was said to guests
/// is compared with everything that is stored.
/// </summary>
public static class FaultRun
{
    private const int Sites = 3;

    // How long a run waits for mails, then for anything else that is still on its way, and how long for mails of the dead.
    private static readonly TimeSpan MailTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMinutes(5);

    /// <param name="connection">Of an empty storage account.</param>
    /// <param name="plan"></param>
    /// <param name="stop"></param>
    public static async Task<FaultResult> RunAsync(string connection, FaultPlan plan, CancellationToken stop)
    {
        var took = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("esik-faults-").FullName;
        await using var proxy = await FaultProxy.StartAsync(connection, plan.Script);
        proxy.IgnoresVersions = plan.IgnoresVersions;
        var sites = new List<IFaultSite>();
        try
        {
            // Looks at storage without the proxy; serves nobody.
            await using var witness = await BenchSite.OpenAsync(BenchSettings.Of(connection, folder), plan.Slots, plan.Capacity, stop);
            sites.AddRange(await Task.WhenAll(Enumerable.Range(0, Sites).Select(number => plan.StartSite(
                Settings(proxy.Connection, Path.Combine(folder, "mail")), Directory.CreateDirectory(Path.Combine(folder, $"site-{number}")).FullName))));
            var guests = Guests(plan);
            proxy.IsCalm = false;
            var kill = await RushAsync(guests, sites, plan).WaitAsync(stop);
            proxy.IsCalm = true;
            // Places that came free are still on their way to the line.
            await SettleAsync(witness, stop);
            var survivors = plan.Kills ? sites[1..] : sites;
            var living = survivors.Select(site => site.Client).ToList();
            await Task.WhenAll(guests.Select(guest => guest.RepeatAsync(living))).WaitAsync(stop);
            var audit = await SettleAsync(witness, stop);
            var mistakes = FaultCheck.Of(guests, await AfterwardsAsync(witness, stop), audit).ToList();
            if (plan.Kills && kill is not { Unanswered: > 0, Moved: > 0 })
                mistakes.Add("No process was killed in the middle of the rush.");
            if (await MailsForgottenAsync(witness, stop) is > 0 and var forgotten)
                mistakes.Add($"{forgotten} mails have not gone, and there is no message that speaks for them.");
            return new(
                plan, mistakes, audit, guests.Count(guest => guest.Answer != GuestAnswer.None), guests.Count(guest => guest.Tries > 1), guests.Count(guest => guest.Withdrawal is not null), kill, proxy.Struck, took.Elapsed);
        }
        finally
        {
            foreach (var site in sites)
                await site.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string?> Settings(string connection, string mailFolder)
    {
        var settings = BenchSettings.Of(connection, mailFolder);
        // A guest whom the wire troubles may ask more often than a person would.
        settings["SignUpsPerMinutePerEmail"] = settings["SignUpsPerMinutePerRequestId"] = settings["ChangesPerMinutePerTicket"] = "100000";
        return settings;
    }

    private static List<FaultGuest> Guests(FaultPlan plan)
    {
        var slots = BenchFestival.SlotIds(plan.Slots);
        return [.. Enumerable.Range(0, plan.Guests).Select(number => new FaultGuest(
            number,
            slots[number % slots.Count],
            party: 1 + (number / 2 % 4),
            plan.Mixes && number % 7 < 3 ? FaultWays.Form : FaultWays.Json,
            withdraws: plan.Mixes && number % 5 == 2))];
    }

    // The first process dies when a third of its guests have their answers: the others' requests are on their way or still to come.
    private static async Task<FaultKill?> RushAsync(List<FaultGuest> guests, List<IFaultSite> sites, FaultPlan plan)
    {
        var clients = sites.Select(site => site.Client).ToList();
        var answered = 0;
        var unanswered = 0;
        await Task.WhenAll(guests.Select(async (guest, number) =>
        {
            await Task.Delay(plan.Arrival * number / guests.Count);
            await guest.RegisterAsync(clients, site =>
            {
                if (!plan.Kills || site != 0 || Interlocked.Increment(ref answered) != guests.Count / sites.Count / 3)
                    return;
                sites[0].Kill();
                unanswered = guests.Count(other => other.Answer == GuestAnswer.None);
            });
        }));
        return plan.Kills && sites[0].IsDead ? new(unanswered, guests.Where((guest, number) => number % sites.Count == 0 && guest.AnsweredBy > 0).Count()) : null;
    }

    /// <summary>Has the mails sent that a run left to dead processes, and says how many have still not gone after the longest that a claim can last.</summary>
    public static async Task<int> DrainAsync(string connection, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("esik-faults-mail-").FullName;
        try
        {
            await using var site = BenchSite.Build(BenchSettings.Of(connection, folder));
            await site.Application.StartAsync(stop);
            var waited = Stopwatch.StartNew();
            while (true)
            {
                // Offers rest at night: only what is due counts.
                var now = TimeProvider.System.GetUtcNow();
                var pending = (await PendingAsync(site, stop)).Sum(outbox => outbox.Due(now).Count());
                if (pending == 0 || waited.Elapsed > DrainTimeout)
                    return pending;
                await Task.Delay(2000, stop);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Tallies and mails follow a moment later. What only a timer of the minute would see to is asked for here.
    private static async Task<AuditReport> SettleAsync(BenchSite witness, CancellationToken stop)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            await Task.Delay(500, stop);
            var audit = await witness.Get<Audit>().RunAsync(new Silence(), stop);
            if (audit.Findings.Count == 0 && (audit.MailsPending == 0 || waited.Elapsed > MailTimeout))
                return audit;
            if (waited.Elapsed > SettleTimeout)
                return audit;
            if (waited.Elapsed > MailTimeout)
                await witness.Get<OwedTallies>().SettleAsync(stop);
        }
    }

    private static async Task<IReadOnlyList<SlotAfterwards>> AfterwardsAsync(BenchSite witness, CancellationToken stop)
    {
        var slots = new List<SlotAfterwards>();
        foreach (var slot in await witness.SlotsAsync(stop))
        {
            var registrations = await witness.Get<SlotTable>().ListAsync(slot.Id, Registration.Prefix, stop).Select(row => (Registration)row.Row).ToListAsync(stop);
            slots.Add(new(slot.Id, slot.Number, slot.Capacity!.Value, registrations));
        }
        return slots;
    }

    // A message whose receiver died, or never learnt of it, comes back after half a minute, and a dead process's claim on an outbox holds
    // for two: longer than a run. A message may speak for several outboxes, so as long as there is one such mails may be on their way; whether
    // they were is seen when they are waited for at the end.
    private static async Task<int> MailsForgottenAsync(BenchSite witness, CancellationToken stop)
    {
        var pending = await PendingAsync(witness, stop);
        var messages = (await witness.Get<EsikStorage>().Mails.GetPropertiesAsync(stop)).Value.ApproximateMessagesCount;
        return messages == 0 ? pending.Sum(outbox => outbox.Pending.Count()) : 0;
    }

    private static async Task<List<Outbox>> PendingAsync(BenchSite site, CancellationToken stop)
    {
        var pending = new List<Outbox>();
        foreach (var slot in await site.SlotsAsync(stop))
            pending.AddRange(await site.Get<SlotTable>().ListAsync(slot.Id, Outbox.Prefix, stop).Select(row => (Outbox)row.Row).Where(outbox => outbox.Pending.Any()).ToListAsync(stop));
        return pending;
    }

    private sealed class Silence : IProgress<AuditReport>
    {
        public void Report(AuditReport value)
        {
        }
    }
}
