using System.Globalization;
using Esik.Languages;
using Esik.Programmes;

namespace Esik.Reports;

/// <summary>
/// The report for a spreadsheet. The first line holds English keys that never change, so that a formula or a script finds its column;
/// titles and names are in the reader's language, times in the festival's zone.
/// </summary>
public static class CapacityCsv
{
    private static readonly string[] Columns =
        ["slot", "title", "day", "start", "end", "kind", "venue", "cancelled", "capacity", "taken", "offered", "waiting", "inside", "free", "walk-ins", "released"];

    public static string Write(CapacityReport report, Programme programme, Language language)
    {
        var csv = new CsvText().Row(Columns);
        foreach (var line in report.Lines)
            csv.Row([.. Facts(line, programme, language), .. Counts(line.Counts)]);
        return csv.ToString();
    }

    private static string[] Facts(CapacityLine line, Programme programme, Language language)
    {
        var slot = line.Slot;
        var (start, end) = (programme.Festival.LocalAt(slot.Start), programme.Festival.LocalAt(slot.End));
        return
        [
            slot.Id,
            slot.Title.In(language),
            start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            start.ToString("HH:mm", CultureInfo.InvariantCulture),
            end.ToString("HH:mm", CultureInfo.InvariantCulture),
            programme.KindOf(slot).Name.In(language),
            programme.VenueOf(slot).Name.In(language),
            slot.Cancelled ? "yes" : "no",
        ];
    }

    // Open entrance has no numbers: its cells stay empty, so that sums and averages leave it out.
    private static IEnumerable<string> Counts(PlaceCounts? counts) => counts is { } known
        ? new[] { known.Capacity, known.Taken, known.Offered, known.Waiting, known.Inside, known.Free, known.Ticketless, known.Released }.Select(number => number.ToString(CultureInfo.InvariantCulture))
        : Enumerable.Repeat("", 8);
}
