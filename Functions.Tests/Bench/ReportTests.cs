using System.Text.Json;
using Esik.Bench.Reports;

namespace Esik.Bench.Tests;

public sealed class ReportTests
{
    private static readonly Machine Somewhere = new(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero), 2, "a processor", "a system", ".NET", 0.1, "quick");

    [Fact]
    public void The_json_has_the_median_under_the_measures_name_and_its_spread()
    {
        using var json = JsonDocument.Parse(ReportJson.Of(Sample(), Somewhere));

        Assert.Equal(20, json.RootElement.GetProperty("engine.vs_naive").GetDouble());
        Assert.Equal(18, json.RootElement.GetProperty("spread").GetProperty("engine.vs_naive").GetProperty("min").GetDouble());
        Assert.Equal(25, json.RootElement.GetProperty("spread").GetProperty("engine.vs_naive").GetProperty("max").GetDouble());
        Assert.Equal(5, json.RootElement.GetProperty("requests.mail").GetProperty("quiet").GetDouble());
        Assert.Equal(0.2, json.RootElement.GetProperty("requests.mail").GetProperty("rush").GetDouble());
        Assert.False(json.RootElement.TryGetProperty("http.per_s", out _));
    }

    [Fact]
    public void The_report_says_of_each_goal_whether_it_is_met()
    {
        var report = ReportText.Of(Chapter.Rush, Sample(), Somewhere);

        Assert.Contains("| >= 15 | 20 (18 to 25) | yes |", report, StringComparison.Ordinal);
        Assert.Contains("| >= 4 | 3 | NO |", report, StringComparison.Ordinal);
        Assert.Contains("| `http.per_s` | HTTP, one process, slot of 200: registrations (per s) | >= 1,200 |  | not measured |", report, StringComparison.Ordinal);
        Assert.Contains("| (c) Esik | 4,000 (3,000 to 5,000) | 0.1 |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chapter_takes_the_place_of_its_former_self_and_leaves_the_others()
    {
        var findings = new Findings();
        findings.Add("door.vs_ceiling", 0.9);
        findings.Row("Scans", "8 devices", ("per s", 900));
        var document = Chapter.Rush.Replace("", ReportText.Of(Chapter.Rush, Sample(), Somewhere));
        var both = Chapter.Door.Replace(document, ReportText.Of(Chapter.Door, findings, Somewhere));

        Assert.Equal(document, both[..document.Length]);
        Assert.Contains("\n## The door\n", both, StringComparison.Ordinal);
        Assert.Equal(both, Chapter.Rush.Replace(both, ReportText.Of(Chapter.Rush, Sample(), Somewhere)));
        Assert.Equal(both, Chapter.Door.Replace(both, ReportText.Of(Chapter.Door, findings, Somewhere)));
        Assert.DoesNotContain("900", Chapter.Door.Replace(both, ReportText.Of(Chapter.Door, new(), Somewhere)), StringComparison.Ordinal);
        Assert.DoesNotContain("engine", ReportText.Of(Chapter.Door, findings, Somewhere), StringComparison.Ordinal);
    }

    private static Findings Sample()
    {
        var findings = new Findings();
        foreach (var value in (double[])[25, 18, 20])
            findings.Add("engine.vs_naive", value);
        findings.Add("engine.vs_postgres", 3);
        findings.Add("requests.mail_quiet", 5);
        findings.Add("requests.mail_rush", 0.2);
        findings.Row("Engine", "(c) Esik", ("per s", 3_000), ("p99 s", 0.1));
        findings.Row("Engine", "(c) Esik", ("per s", 5_000));
        return findings;
    }
}
