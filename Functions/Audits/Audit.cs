using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Audits;

/// <summary>Looks over everything that is stored of the festival's slots, and says what does not add up. Changes nothing; may run beside a running site.</summary>
public sealed class Audit(AuditTable table, ProgrammeTable programmes, TicketKeys keys, GuestKey guestKey, TimeProvider clock)
{
    // A slot that seems wrong while it changes is read again, until it stands still.
    private const int TriesMax = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SlotAudit rules = new(keys.Verifier, guestKey);

    /// <param name="progress">Told the sums and the latest findings after each slot.</param>
    /// <param name="stop"></param>
    public async Task<AuditReport> RunAsync(IProgress<AuditReport> progress, CancellationToken stop)
    {
        var programme = await programmes.ReadAsync(stop);
        var report = AuditReport.Empty;
        if (programme is null)
            report = report with { Findings = [new("", Damage.ProgrammeMissing, "No festival was imported.")] };
        var unseen = (programme?.Slots ?? []).Where(slot => !slot.OpenEntrance).Select(slot => slot.Id).ToHashSet();
        await foreach (var rows in table.ListAsync(stop))
        {
            unseen.Remove(rows.Slot);
            var slot = programme?.SlotById(rows.Slot);
            var findings = Judge(rows, slot);
            report = findings.All(finding => finding.IsNote) ? report.With(rows, findings) : await LookAgainAsync(report, rows.Slot, stop);
            progress.Report(report);
        }
        // A slot whose import began while this ran would be taken for a missing one.
        foreach (var missing in unseen.Order(StringComparer.Ordinal))
            report = await LookAgainAsync(report, missing, stop);
        return report;
    }

    private IReadOnlyList<AuditFinding> Judge(SlotRows rows, Slot? slot) => rules.Of(rows, slot, clock.GetUtcNow());

    // The slot's facts are read again with its rows: an organizer may have given it another capacity since the programme was read.
    private async Task<AuditReport> LookAgainAsync(AuditReport report, string id, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var facts = await programmes.FindSlotAsync(id, stop);
            var (rows, stoodStill) = await table.ReadAsync(id, stop);
            var isSettled = stoodStill && (await programmes.FindSlotAsync(id, stop))?.Version == facts?.Version;
            // An import dropped it, or opened it to all, while this ran.
            if (isSettled && rows.Count == 0 && (facts is null || facts.Stored.Slot.OpenEntrance))
                return report;
            var findings = Judge(rows, facts?.Stored.Slot);
            // A ledger has its new capacity a moment before the facts do: what is compared in between proves nothing.
            isSettled &= !findings.Any(finding => finding is { Damage: Damage.CapacityDiffers, IsNote: true });
            if (isSettled || findings.All(finding => finding.IsNote))
                return report.With(rows, findings);
            if (tries == TriesMax)
            {
                var seen = string.Join(", ", findings.Select(finding => finding.Damage).Distinct());
                return report.With(rows, [new(id, Damage.InMotion, $"The slot changed each time it was read. Audit it again at a quieter moment; seen were {seen}.")]);
            }
            await Task.Delay(Pause, clock, stop);
        }
    }
}
