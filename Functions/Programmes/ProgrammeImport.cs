using System.Globalization;
using Esik.Hosting;
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
/// completed by running it again: guests are written to once for each piece of news, however often it runs. One import at a time.
/// </summary>
public sealed class ProgrammeImport(ProgrammeTable table, SlotPlaces places, SlotNewsDesk news, SiteSettings site, TimeProvider clock)
{
    /// <param name="file"></param>
    /// <param name="report">Told what is being done, for a person who waits.</param>
    /// <param name="stop"></param>
    public async Task<ImportResult> RunAsync(Programme file, IProgress<string> report, CancellationToken stop)
    {
        if (file.Festival.Id != site.FestivalId)
            return new([OtherFestival(file)], [], []);
        if (site.FestivalTimeZone.Length > 0 && file.Festival.TimeZone.Id != site.FestivalTimeZone)
            return new([OtherTimeZone(file)], [], []);
        var stored = await table.ReadAsync(stop);
        var change = ProgrammeChange.Between(stored, SampleProgramme.Placed(file, stored, clock.GetUtcNow()));
        var refusals = change.Refusals(await places.HoldsAsync(change, stop));
        if (refusals.Count > 0)
            return new(refusals, [], []);
        return await ApplyAsync(stored, change, report, stop);
    }

    private async Task<ImportResult> ApplyAsync(Programme? stored, ProgrammeChange change, IProgress<string> report, CancellationToken stop)
    {
        var done = new List<string>();
        var meanwhile = new List<string>();
        if (change.FestivalChanged)
        {
            await table.WriteFestivalAsync(ProgrammeTransition.Between(stored, change.Wanted), stop);
            done.Add("festival, venues, kinds and doors");
        }
        var untold = (await table.SlotsAsync(stop)).Where(slot => slot.Untold is not null).ToDictionary(slot => slot.Slot.Id, slot => slot.Untold);
        foreach (var edit in change.Edits)
        {
            var sentence = $"{edit.SlotId}: {string.Join(", ", edit.News.Select(SlotNewsWords.Of))}";
            report.Report(sentence);
            if (await ApplyAsync(edit, untold.GetValueOrDefault(edit.SlotId), stop))
                done.Add(sentence);
            else
                meanwhile.Add(Meanwhile(edit));
        }
        await places.RightAsync(change, done, meanwhile, stop);
        // A slot that had to stay may need what the file no longer has.
        if (meanwhile.Count == 0 && change.FestivalChanged)
            await FinishAsync(stored, change.Wanted, stop);
        await news.TellAsync(report, stop);
        return new([], meanwhile, done);
    }

    // The ledger first: the facts may only promise places that are there.
    private async Task<bool> ApplyAsync(SlotEdit edit, UntoldNews? untold, CancellationToken stop)
    {
        if (!await places.ApplyAsync(edit, stop))
            return false;
        if (edit.Wanted is not { } wanted)
        {
            await table.RemoveSlotAsync(edit.SlotId, stop);
            return true;
        }
        var now = clock.GetUtcNow();
        var moved = edit.News.Contains(SlotNews.TimeMoved) || edit.News.Contains(SlotNews.VenueChanged)
            ? new SlotMove(now, edit.Stored!.Start, edit.Stored.VenueId)
            : edit.Stored?.Moved;
        // News of an earlier import that broke off stay untold until they are told, whatever this one changes.
        var stamp = now.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var fresh = edit.MailAt(now) is { } mail ? new UntoldNews(mail, stamp) : untold ?? (edit.ChangesRules ? new UntoldNews(null, stamp) : null);
        await table.WriteSlotAsync(new StoredSlot(wanted with { Moved = moved }, fresh), stop);
        return true;
    }

    private async Task FinishAsync(Programme? stored, Programme wanted, CancellationToken stop)
    {
        if (stored is not null)
            await table.WriteFestivalAsync(wanted, stop);
        await table.ForgetVenuesAsync(wanted, stop);
    }

    private ProgrammeRefusal OtherFestival(Programme file) =>
        new(null, RefusalReason.OtherFestival, $"The file is the festival '{file.Festival.Id}'; this deployment serves '{site.FestivalId}' (setting FestivalId).");

    private ProgrammeRefusal OtherTimeZone(Programme file) =>
        new(null, RefusalReason.OtherTimeZone, $"The file's hours are those of {file.Festival.TimeZone.Id}; this deployment was made for {site.FestivalTimeZone} (setting FestivalTimeZone). One of them is wrong.");

    private static string Meanwhile(SlotEdit edit) => edit switch
    {
        { Wanted: null } => $"{edit.SlotId}: guests signed up while the import ran, so it was not removed. Put it back with \"cancelled\": true, and its guests are told.",
        { Wanted.OpenEntrance: true } => $"{edit.SlotId}: guests signed up while the import ran, so its entrance was not opened; it was left as it is.",
        _ => $"{edit.SlotId}: guests signed up while the import ran, so its places cannot be lowered that far; it was left as it is.",
    };
}
