using Esik.Programmes;
using Esik.Slots;

namespace Esik.Reports;

/// <summary>Puts the report together: one tally read for each slot at most, and none for those read within the last seconds.</summary>
public sealed class ReportDesk(IProgrammes programmes, Tallies tallies, TimeProvider clock)
{
    /// <exception cref="BusyException">Storage does not answer.</exception>
    public async Task<(Programme Programme, CapacityReport Report)> ReadAsync(CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        var at = clock.GetUtcNow();
        var read = await tallies.ReadAsync(programme.Slots.Where(slot => !slot.OpenEntrance).Select(slot => slot.Id), stop);
        return (programme, CapacityReport.Of(programme, read, at));
    }
}
