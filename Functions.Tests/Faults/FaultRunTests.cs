using Esik.Audits;
using Esik.Hosting.Tests;

namespace Esik.Bench.Faults.Tests;

/// <summary>The short fault run, and its negative controls through the same checks. The long one is <c>scripts/bench --faults</c>.</summary>
public sealed class FaultRunTests
{
    [Fact]
    public async Task A_rush_over_a_lossy_wire_with_a_process_killed_in_its_middle_misinforms_nobody()
    {
        var result = await RunAsync(new FaultPlan(Seed: 20270918));
        Assert.True(result.Mistakes.Count == 0, $"{result}\n{string.Join('\n', result.Mistakes)}");
        Assert.True(result.Struck[Fate.LoseAnswer] > 0 && result.Struck[Fate.LoseRequest] > 0, result.ToString());
        Assert.True(result.Repeated > 0 && result.Withdrawn > 0, result.ToString());
        Assert.True(result.Kill is { Unanswered: > 0, Moved: > 0 }, result.ToString());
        Assert.StartsWith("1 of 1 runs were good: 300 guests answered, ", FaultTotals.Of([result], good: 1).ToString(), StringComparison.Ordinal);
    }

    // The plan asks for a kill, and the site cannot be killed.
    [Fact]
    public async Task A_run_in_which_nobody_was_killed_is_not_good()
    {
        var result = await RunAsync(Control() with { Script = Calm, Kills = true, StartSite = UnkillableAsync });
        Assert.Contains("No process was killed in the middle of the rush.", result.Mistakes);
    }

    private static async Task<IFaultSite> UnkillableAsync(IReadOnlyDictionary<string, string?> settings, string folder) => new Unkillable(await InProcessSite.StartAsync(settings, folder));

    private sealed class Unkillable(IFaultSite site) : IFaultSite
    {
        public HttpClient Client => site.Client;

        public bool IsDead => false;

        public void Kill()
        {
        }

        public ValueTask DisposeAsync() => site.DisposeAsync();
    }

    [Fact]
    public async Task Over_a_storage_that_looks_at_no_versions_it_oversells_and_is_found_out()
    {
        var result = await RunAsync(Control() with { Script = Calm, IgnoresVersions = true, StartSite = InProcessSite.StartAsync });
        Assert.Contains(result.Mistakes, mistake => mistake.EndsWith("oversold.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_repeated_transactions_that_are_taken_at_their_word_guests_are_misinformed_and_it_is_found_out()
    {
        var result = await RunAsync(Trusting(RetriesOfClient));
        Assert.Contains(result.Mistakes, mistake => mistake.Contains("was told \"already registered\"", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Mistakes, mistake => mistake.EndsWith("oversold.", StringComparison.Ordinal));
    }

    // That desk writes no tallies and has no mails sent, in either run; whatever a guest was told or got counts.
    [Fact]
    public async Task The_same_desk_over_the_same_wire_misinforms_nobody_when_its_transactions_are_not_repeated()
    {
        var result = await RunAsync(Trusting(retriesMax: 0));
        Assert.Equal([], result.Mistakes.Where(mistake => !IsOfTallyOrMails(mistake)));
        Assert.Equal(result.Plan.Guests, result.Answered);
        Assert.True(result.Struck[Fate.LoseAnswer] > 0 && result.Repeated > 0, result.ToString());
    }

    [Fact]
    public async Task The_controls_are_good_when_nothing_is_broken()
    {
        var result = await RunAsync(Control() with { Script = Calm, StartSite = InProcessSite.StartAsync });
        Assert.Equal([], result.Mistakes);
    }

    private static FaultScript Calm => new(0, new Dictionary<Fate, double>());

    // What the storage client does when nobody says otherwise.
    private const int RetriesOfClient = 3;

    private static FaultPlan Trusting(int retriesMax) => Control() with { Mixes = false, StartSite = (settings, _) => InProcessSite.StartTrustingAsync(settings, retriesMax) };

    private static bool IsOfTallyOrMails(string mistake) =>
        mistake.Contains(nameof(Damage.TallyBehind), StringComparison.Ordinal) || mistake.Contains("mails have not gone", StringComparison.Ordinal);

    private static FaultPlan Control() => new(Seed: 7) { Guests = 200, Capacity = 100, Kills = false };

    private static async Task<FaultResult> RunAsync(FaultPlan plan) => await FaultRun.RunAsync(await TestAzurite.TakeAccountAsync(), plan, CancellationToken.None);
}
