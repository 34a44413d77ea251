using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Registrations.Tests;
using Esik.Tickets;

namespace Esik.Audits.Tests;

/// <summary>The audit of all that a test's site has stored.</summary>
internal static class AuditCheck
{
    /// <summary>What does not add up. A tally that is behind is a mistake also while its writer may still see to it.</summary>
    public static async Task<IReadOnlyList<string>> MistakesAsync(TestSite site)
    {
        var clock = new RunningClock(site.Get<TimeProvider>());
        var audit = new Audit(site.Get<AuditTable>(), site.Get<ProgrammeTable>(), site.Get<TicketKeys>(), site.Get<GuestKey>(), clock);
        var report = await audit.RunAsync(new Progress<AuditReport>(), CancellationToken.None);
        var isShifted = (clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration() > TimeSpan.FromMinutes(1);
        return [.. report.Findings.Where(finding => IsMistake(finding, isShifted)).Select(finding => $"{finding.Damage}: {finding.Sentence}")];
    }

    /// <summary>Waits until everything adds up: sums and mails may be on their way.</summary>
    /// <param name="site"></param>
    /// <param name="meanwhile">What else has to happen for that, such as a clock that goes on.</param>
    public static Task CleanAsync(TestSite site, Action? meanwhile = null) => SeatCheck.UntilNoneAsync(
        () =>
        {
            meanwhile?.Invoke();
            return MistakesAsync(site);
        });

    /// <summary>Ends a site, in which everything must add up by then.</summary>
    /// <inheritdoc cref="CleanAsync"/>
    public static async Task CloseAsync(TestSite site, Action? meanwhile = null)
    {
        try
        {
            await CleanAsync(site, meanwhile);
        }
        finally
        {
            await site.DisposeAsync();
        }
    }

    // Rows carry the storage's own times: whether a mail is late, or was promised too early, cannot be told by a clock that was moved.
    private static bool IsMistake(AuditFinding finding, bool isShifted) =>
        finding.Damage == Damage.TallyBehind || (!finding.IsNote && !(isShifted && finding.Damage is (Damage.MailMissing or Damage.MailOverdue)));

    // The site's time; the pauses of the audit go by the machine's, since nobody moves the site's clock while it runs.
    private sealed class RunningClock(TimeProvider site) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => site.GetUtcNow();
    }
}
