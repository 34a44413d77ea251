using System.Globalization;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>How an import ended.</summary>
/// <param name="Refusals">Not empty: nothing at all was changed.</param>
/// <param name="Meanwhile">What guests changed while the import ran, so that a slot could not become as the file wants it; the rest is done.</param>
/// <param name="Done">What was changed, a sentence each.</param>
public sealed record ImportResult(IReadOnlyList<ProgrammeRefusal> Refusals, IReadOnlyList<string> Meanwhile, IReadOnlyList<string> Done)
{
    public bool IsComplete => Refusals.Count == 0 && Meanwhile.Count == 0;
}

/// <summary>
/// Makes the stored programme the one of a file: checks everything first, then applies slot by slot. What broke off in the middle is
/// completed by running it again: guests are written to once for each piece of news, however often it runs.
/// </summary>
public sealed class ProgrammeImport(ProgrammeTable table, SlotTable slots, SlotWriters writers, TimeProvider clock)
{
    /// <param name="report">Told what is being done, for a person who waits.</param>
    public async Task<ImportResult> RunAsync(Programme file, IProgress<string> report, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var stored = await table.ReadAsync(stop);
        var change = ProgrammeChange.Between(stored, SampleProgramme.Placed(file, stored, now));
        var holds = await HoldsAsync(change, stop);
        var refusals = change.Refusals(slot => holds.GetValueOrDefault(slot.Id));
        if (refusals.Count > 0)
            return new(refusals, [], []);
        var done = new List<string>();
        var meanwhile = new List<string>();
        if (change.FestivalChanged)
        {
            await table.WriteFestivalAsync(change.Wanted, stop);
            done.Add("festival, venues, kinds and doors");
        }
        foreach (var edit in change.Edits)
        {
            var sentence = $"{edit.SlotId}: {string.Join(", ", edit.News.Select(Words))}";
            report.Report(sentence);
            if (await ApplyAsync(edit, now, stop))
                done.Add(sentence);
            else
                meanwhile.Add($"{edit.SlotId}: guests signed up while the import ran, so its places cannot be lowered that far; it was left as it is.");
        }
        await TellAllAsync(report, stop);
        await table.ForgetVenuesAsync(change.Wanted, stop);
        return new([], meanwhile, done);
    }

    private async Task<bool> ApplyAsync(SlotEdit edit, DateTimeOffset now, CancellationToken stop)
    {
        if (!await ApplyPlacesAsync(edit, stop))
            return false;
        if (edit.Wanted is not { } wanted)
        {
            await table.RemoveSlotAsync(edit.SlotId, stop);
            return true;
        }
        var moved = edit.News.Contains(SlotNews.TimeMoved) || edit.News.Contains(SlotNews.VenueChanged)
            ? new SlotMove(now, edit.Stored!.Start, edit.Stored.VenueId)
            : edit.Stored?.Moved;
        var untold = edit.MailAt(now) is { } mail ? new UntoldNews(mail, now.UtcTicks.ToString(CultureInfo.InvariantCulture)) : null;
        await table.WriteSlotAsync(new StoredSlot(wanted with { Moved = moved }, untold), stop);
        return true;
    }

    // The ledger first: the facts may only promise places that are there.
    private async Task<bool> ApplyPlacesAsync(SlotEdit edit, CancellationToken stop)
    {
        if (edit.Wanted?.Capacity is { } capacity)
        {
            if (edit.Stored?.Capacity == capacity)
                return true;
            await slots.CreateLedgerAsync(edit.SlotId, capacity, stop);
            return await writers.ChangeAsync(edit.SlotId, new CapacityChange(capacity));
        }
        return edit.Stored?.Capacity is null || await writers.ChangeAsync(edit.SlotId, new CapacityChange(0, onlyIfEmpty: true));
    }

    private async Task TellAllAsync(IProgress<string> report, CancellationToken stop)
    {
        foreach (var slot in (await table.SlotsAsync(stop)).Where(slot => slot.Untold is not null))
        {
            var told = await TellAsync(slot, stop);
            await table.WriteSlotAsync(slot with { Untold = null }, stop);
            report.Report($"{slot.Slot.Id}: {told.ToString(CultureInfo.InvariantCulture)} guests are written to");
        }
    }

    private async Task<int> TellAsync(StoredSlot slot, CancellationToken stop)
    {
        var kind = slot.Untold!.Mail switch
        {
            SlotMail.Cancelled => MailKind.SlotCancelled,
            SlotMail.Revived or SlotMail.Changed => MailKind.SlotChanged,
        };
        var told = 0;
        await foreach (var rowKeys in slots.ListAsync(slot.Slot.Id, Registration.Prefix, stop).Select(row => row.Row.RowKey).Chunk(TellChange.RowsMax).WithCancellation(stop))
            told += await writers.ChangeAsync(slot.Slot.Id, new TellChange(rowKeys, kind, slot.Untold.Stamp));
        return told;
    }

    private async Task<Dictionary<string, SlotHold>> HoldsAsync(ProgrammeChange change, CancellationToken stop)
    {
        var holds = new Dictionary<string, SlotHold>();
        foreach (var slot in change.Edits.Select(edit => edit.Stored).OfType<Slot>().Where(slot => !slot.OpenEntrance))
        {
            if (await slots.ReadLedgerAsync(slot.Id, stop) is not { Ledger: var ledger })
                continue;
            var anybody = ledger.Taken + ledger.Offered + ledger.WaitingParties > 0;
            var registrations = anybody
                ? await slots.ListAsync(slot.Id, Registration.Prefix, stop).CountAsync(row => row.Row is Registration { State: not RegistrationState.Withdrawn }, stop)
                : 0;
            holds[slot.Id] = new SlotHold(ledger.Taken + ledger.Offered, registrations);
        }
        return holds;
    }

    private static string Words(SlotNews news) => news switch
    {
        SlotNews.Added => "added",
        SlotNews.Removed => "removed",
        SlotNews.Cancelled => "cancelled",
        SlotNews.Revived => "takes place after all",
        SlotNews.TimeMoved => "another time",
        SlotNews.VenueChanged => "another venue",
        SlotNews.CapacityRaised => "more places",
        SlotNews.CapacityLowered => "fewer places",
        SlotNews.EntranceOpened => "entrance is open now",
        SlotNews.EntranceLimited => "places have to be taken now",
        SlotNews.SignUpChanged => "another sign-up",
        SlotNews.DoorWindowChanged => "another door window",
        SlotNews.TextsChanged => "other texts",
    };
}
