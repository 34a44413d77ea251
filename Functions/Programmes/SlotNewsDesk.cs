using System.Globalization;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>Carries an import to the guests of the slots that it cancelled, revived, moved, or gave other rules: writes to them, and moves the line.</summary>
public sealed class SlotNewsDesk(ProgrammeTable table, SlotTable slots, SlotWriters writers, TimeProvider clock)
{
    /// <summary>
    /// Promises a mail to every guest who was not told yet, by this import or by one that broke off. First waits until every process knows
    /// the new programme: letters are written from the programme in force, and guests who signed up by the old one are to be told too.
    /// </summary>
    /// <param name="report">Told what is being done, for a person who waits.</param>
    /// <param name="stop"></param>
    public async Task TellAsync(IProgress<string> report, CancellationToken stop)
    {
        var untold = (await table.SlotsAsync(stop)).Where(slot => slot.Untold is not null).ToList();
        if (untold.Count > 0)
            await Task.Delay(ProgrammeInForce.KeptFor, clock, stop);
        foreach (var slot in untold)
        {
            var told = await TellAsync(slot, stop);
            await table.WriteSlotAsync(slot with { Untold = null }, stop);
            if (slot.Untold!.Mail is not null)
                report.Report($"{slot.Slot.Id}: {told.ToString(CultureInfo.InvariantCulture)} guests are written to");
        }
    }

    private async Task<int> TellAsync(StoredSlot slot, CancellationToken stop)
    {
        if (slot.Slot.OpenEntrance)
            return 0;
        MailKind? kind = slot.Untold!.Mail switch
        {
            SlotMail.Cancelled => MailKind.SlotCancelled,
            SlotMail.Revived or SlotMail.Changed => MailKind.SlotChanged,
            null => null,
        };
        var told = 0;
        await foreach (var rowKeys in slots.ListAsync(slot.Slot.Id, Registration.Prefix, stop).Select(row => row.Row.RowKey).Chunk(TellChange.RowsMax).WithCancellation(stop))
            told += await writers.ChangeAsync(slot.Slot.Id, new TellChange(slot.Slot, rowKeys, kind, slot.Untold.Stamp));
        return told;
    }
}
