using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Registrations.Tests;

namespace Esik.Doors.Tests;

/// <summary>How it must be at a slot's doors once every phone is joined, whatever became of them before.</summary>
internal static class DoorCheck
{
    /// <summary>Joins the phones, and says what is lost, does not add up, or is shown otherwise than it is counted.</summary>
    public static async Task<IReadOnlyList<string>> MistakesAsync(TestSite site, IReadOnlyList<DoorPhone> phones, string slot = "clay")
    {
        foreach (var phone in phones)
            await phone.JoinAsync();
        await Task.WhenAll(phones.Select(phone => phone.SyncedAsync()));
        var mistakes = (await AuditCheck.MistakesAsync(site)).ToList();
        var ledger = await SeatCheck.LedgerAsync(site, slot);
        var counted = $"{ledger.Inside} {ledger.Taken} {ledger.Capacity}";
        var stored = (await SeatCheck.RowsAsync<Scan>(site, slot, Scan.Prefix)).Select(scan => scan.ScanId).ToHashSet();
        foreach (var (number, phone) in phones.Index())
        {
            var shown = await phone.CountsAsync();
            if (shown != counted)
                mistakes.Add($"Phone {number} shows {shown}, and {counted} are counted.");
            mistakes.AddRange((await phone.ScanIdsAsync()).Where(scanId => !stored.Contains(scanId)).Select(scanId => $"The scan {scanId} of phone {number} is not stored."));
        }
        return mistakes;
    }
}
