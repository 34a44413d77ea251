using System.Globalization;
using Esik.Doors;
using Esik.Mails;
using Esik.Organizers;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>
/// Deletes the personal data of the whole festival, as the privacy page promises: the guests' in every slot, dropped ones too, and what the
/// team left behind. Counts, states and ids stay, so that reports stay true. Running it again completes it.
/// </summary>
public sealed class Erasure(SlotTable slots, SlotWriters writers, OutboxTable outboxes, MailTroubleTable troubles, OrganizerTable organizers, DoorTable doors)
{
    /// <param name="report">Told what is being done, for a person who waits.</param>
    /// <param name="stop"></param>
    /// <returns>How many registrations were erased now.</returns>
    public async Task<int> RunAsync(IProgress<string> report, CancellationToken stop)
    {
        var erased = 0;
        foreach (var slot in await slots.IdsAsync(stop))
        {
            var inSlot = await EraseGuestsAsync(slot, stop);
            await outboxes.ForgetReasonsAsync(slot, stop);
            report.Report($"{slot}: {Words(inSlot)} registrations");
            erased += inSlot;
        }
        report.Report($"Mail troubles: {Words(await troubles.ForgetReasonsAsync(stop))}");
        report.Report($"Organizers' links and sessions: {Words(await organizers.ForgetPeopleAsync(stop))}");
        report.Report($"Names of door devices: {Words(await doors.ForgetNamesAsync(stop))}");
        return erased;
    }

    private async Task<int> EraseGuestsAsync(string slot, CancellationToken stop)
    {
        var erased = 0;
        foreach (var prefix in (string[])[Registration.Prefix, Forwarding.Prefix, Clash.Prefix, Scan.Prefix])
        {
            // Nearly all scans say nothing about anybody.
            var rows = slots.ListAsync(slot, prefix, stop).Where(row => row.Row is not Scan { Reason: null });
            await foreach (var rowKeys in rows.Select(row => row.Row.RowKey).Chunk(TellChange.RowsMax).WithCancellation(stop))
                erased += await writers.ChangeAsync(slot, new EraseChange(rowKeys));
        }
        return erased;
    }

    private static string Words(int count) => count.ToString(CultureInfo.InvariantCulture);
}
