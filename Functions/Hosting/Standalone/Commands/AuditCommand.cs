using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Esik.Audits;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>audit</c>: looks over everything that is stored about the festival's slots. Exit code 0 when it adds up, 1 when it does not.</summary>
public static class AuditCommand
{
    private static readonly JsonSerializerOptions Json = new(EsikJson.Options) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var arguments = new CommandArguments(typed, ["--data"], ["--json"]);
        if (arguments.Rest.Count > 0)
            throw new CommandException($"audit takes options only, not '{arguments.Rest[0]}'.", isMisunderstanding: true);
        var directory = Path.GetFullPath(arguments["--data"] ?? StartOptions.DataDefault);
        if (!Directory.Exists(directory))
            throw new CommandException($"There is no data directory {directory}.");
        using var data = DataDirectory.OwnOrVisit(directory);
        var settings = new HomeSettings(data);
        var festival = HomeFestival.Choose(data, settings, file: null);
        settings.PlaceAtHome();
        await using var home = await HomeSite.VisitAsync(data, settings, KeyUse.Needed, stop);
        var asJson = arguments.Has("--json");
        var took = Stopwatch.StartNew();
        var report = await home.Get<Audit>().RunAsync(new Spoken(took), stop);
        Console.WriteLine(asJson ? JsonSerializer.Serialize(report, Json) : Words(festival.Id, report, took.Elapsed));
        return report.IsClean ? 0 : 1;
    }

    private static string Words(string festival, AuditReport report, TimeSpan took)
    {
        var lines = report.Findings.Select(finding => $"{(finding.IsNote ? "Note" : "WRONG")}: {(finding.Slot + " " + finding.Damage).Trim()}: {finding.Sentence}").ToList();
        var wrong = report.Findings.Count(finding => !finding.IsNote);
        lines.Add($"{festival}: {report.Slots} slots, {report.Rows} rows, {report.Registrations} registrations in {took.TotalSeconds:0.0} s.");
        lines.Add($"  {report.Confirmed} confirmed with {report.ConfirmedPlaces} places, {report.Offered} offered, {report.Waiting} waiting, {report.Withdrawn} withdrawn");
        lines.Add($"  mails: {report.MailsSent} sent, {report.MailsPending} pending, {report.MailsRefused} refused");
        lines.Add(wrong == 0 ? "Everything adds up." : $"{wrong} things do not add up.");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>A line every few seconds, on the side, so that what a program reads stays clean.</summary>
    private sealed class Spoken(Stopwatch took) : IProgress<AuditReport>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
        private TimeSpan next = Interval;

        public void Report(AuditReport value)
        {
            if (took.Elapsed < next)
                return;
            next = took.Elapsed + Interval;
            Console.Error.WriteLine($"{value.Slots} slots, {value.Rows} rows, {value.Registrations} registrations, {value.Findings.Count} findings …");
        }
    }
}
