using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Audits.Tests;

/// <summary>A storage in order is found in order, and whatever is broken in it by hand is found and named.</summary>
public sealed class AuditTests(AuditWorld world) : IClassFixture<AuditWorld>
{
    public static TheoryData<string> Ways => [.. Plants.All.Keys];

    [Fact]
    public async Task A_festival_in_order_is_clean_and_counted()
    {
        var report = await world.AuditAsync();
        Assert.Equal([], report.Findings);
        Assert.True(report.IsClean);
        Assert.Equal((2, 4, 2, 4, 0, 2, 0), (report.Slots, report.Registrations, report.Confirmed, report.ConfirmedPlaces, report.Offered, report.Waiting, report.Withdrawn));
        Assert.Equal((4, 0, 0), (report.MailsSent, report.MailsPending, report.MailsRefused));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whatever_is_broken_is_found_and_named(string way)
    {
        var (breakIt, expected) = Plants.All[way];
        try
        {
            await breakIt(world);
            var report = await world.AuditAsync();
            Assert.Equal(expected.Order(), report.Findings.Select(finding => finding.Damage).Distinct().Order());
            Assert.False(report.IsClean);
            Assert.All(report.Findings, finding => Assert.DoesNotContain("example.org", finding.Sentence, StringComparison.Ordinal));
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    [Fact]
    public void Every_damage_that_has_a_name_is_planted_by_a_test() => Assert.Equal(
        Enum.GetValues<Damage>().Except([Damage.ProgrammeMissing, Damage.InMotion]).Order(), Plants.All.Values.SelectMany(plant => plant.Found).Distinct().Order());

    [Fact]
    public async Task A_tally_or_a_free_place_that_somebody_may_be_about_to_see_to_is_a_note()
    {
        try
        {
            var counter = await world.CounterAsync(counter => counter.Free == 1);
            await world.PutAsync(counter with { Taken = 1 });
            var taken = (await world.AuditAsync(later: TimeSpan.Zero)).Findings;
            Assert.Equal([(Damage.TakenMiscounted, false), (Damage.TallyBehind, true)], taken.Select(finding => (finding.Damage, finding.IsNote)));
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    [Fact]
    public async Task A_slot_that_never_stands_still_is_said_to_be_in_motion_and_one_that_comes_to_rest_is_judged()
    {
        try
        {
            using var end = new CancellationTokenSource();
            await Plants.All["no tally"].Break(world);
            var moving = MoveAsync(end.Token);
            var report = await world.AuditAsync();
            var finding = Assert.Single(report.Findings);
            Assert.Equal((Damage.InMotion, false), (finding.Damage, report.IsClean));
            await end.CancelAsync();
            await moving;
            Assert.Contains((await world.AuditAsync()).Findings, found => found.Damage == Damage.TallyMissing);
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public async Task A_mail_without_a_due_time_is_overdue_ten_minutes_after_its_outbox_was_written(int minutes, bool isClean)
    {
        try
        {
            await world.ChangeMailsAsync(AuditWorld.Waiting, mail => mail with { State = OutboxState.Pending });
            var report = await world.AuditAsync(TimeSpan.FromMinutes(minutes));
            Assert.Equal(isClean ? [] : [Damage.MailOverdue], report.Findings.Select(finding => finding.Damage));
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    [Fact]
    public async Task A_capacity_that_the_organizer_changes_while_the_audit_runs_is_no_finding()
    {
        var own = new AuditWorld();
        await own.InitializeAsync();
        try
        {
            // Puppets has to be read again; when that begins, its places are others than those of the programme that was read first.
            await own.RemoveAsync(Tally.Key, "puppets");
            var report = await own.AuditAsync(progress: new AfterFirst(() => own.Site.Get<CapacityDesk>().ChangeAsync("puppets", 7, CancellationToken.None)));
            Assert.Equal(2, report.Slots);
            Assert.DoesNotContain(report.Findings, finding => finding.Damage is Damage.CapacityDiffers or Damage.Oversold or Damage.InMotion);
            Assert.Equal(7, (await own.Site.Get<CapacityDesk>().LedgerAsync("puppets", CancellationToken.None))!.Capacity);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_erased_festival_is_clean()
    {
        try
        {
            await world.Site.Get<Erasure>().RunAsync(new Progress<string>(), CancellationToken.None);
            Assert.Equal([], (await world.AuditAsync()).Findings.Where(finding => !finding.IsNote && finding.Damage != Damage.TallyBehind));
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    [Fact]
    public async Task A_storage_without_a_festival_is_no_clean_festival()
    {
        var storage = await TestAzurite.TakeStorageAsync();
        var site = new SiteSettings { FestivalId = "nobody" };
        var audit = new Audit(
            new AuditTable(storage, site, new SlotTable(storage, site, TimeProvider.System)), new ProgrammeTable(storage, site),
            world.Site.Get<TicketKeys>(), world.Site.Get<GuestKey>(), TimeProvider.System);
        Assert.Equal(Damage.ProgrammeMissing, Assert.Single((await audit.RunAsync(new Progress<AuditReport>(), CancellationToken.None)).Findings).Damage);
    }

    // A counter that moves all the time, as in a rush: faster than anybody can read it twice.
    private async Task MoveAsync(CancellationToken stop)
    {
        var counter = await world.ReadAsync<Counter>("!7");
        var version = counter.Version;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
                await world.PutAsync(counter with { Version = Interlocked.Increment(ref version) });
        }));
    }

    // Reports come while the audit waits, so what is done here lies between two slots.
    private sealed class AfterFirst(Func<Task> act) : IProgress<AuditReport>
    {
        public void Report(AuditReport value)
        {
            if (value.Slots == 1)
                Task.Run(act).GetAwaiter().GetResult();
        }
    }
}
