using System.Globalization;
using System.Text;

namespace Esik.Bench.Reports;

/// <summary>A chapter's report as Markdown, which reads as plain text as well.</summary>
public static class ReportText
{
    public static string Of(Chapter chapter, Findings findings, Machine machine)
    {
        var text = new StringBuilder(chapter.Heading);
        text.Append(CultureInfo.InvariantCulture, $"\nMade by `{chapter.Command}` ({machine.Depth}) on {machine.At:yyyy-MM-dd HH:mm} UTC: {machine.Cores} cores of {machine.Processor}, {machine.OperatingSystem}, {machine.Runtime}, load {machine.LoadBefore} before.\n\n");
        AppendGoals(text, chapter, findings);
        foreach (var table in findings.Tables)
            Append(text, table);
        if (findings.Notes.Count > 0)
            text.Append("\n### How it was run\n\n").AppendJoin('\n', findings.Notes.Select(note => "- " + note)).Append('\n');
        return text.ToString();
    }

    private static void AppendGoals(StringBuilder text, Chapter chapter, Findings findings)
    {
        text.Append("| measure | what | goal | value | met |\n|---|---|---|---|---|\n");
        foreach (var goal in chapter.Goals)
        {
            var values = findings.Values.GetValueOrDefault(goal.Name);
            var met = values is null ? "not measured" : goal.IsMetBy(Figures.Median(values)) switch { true => "yes", false => "NO", null => "" };
            text.Append(CultureInfo.InvariantCulture, $"| `{goal.Name}` | {goal.Meaning} ({goal.Unit}) | {goal.Limit} | {(values is null ? "" : Spread(values))} | {met} |\n");
        }
    }

    private static void Append(StringBuilder text, FindingTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {table.Title}\n\n| | {string.Join(" | ", table.Columns)} |\n|---{string.Concat(Enumerable.Repeat("|---", table.Columns.Count))}|\n");
        foreach (var row in table.Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row} | {string.Join(" | ", table.Columns.Select(column => Spread(table.Cell(row, column))))} |\n");
    }

    private static string Spread(IReadOnlyList<double> values) => values.Count switch
    {
        0 => "",
        1 => Numbers.Of(values[0]),
        _ => $"{Numbers.Of(Figures.Median(values))} ({Numbers.Of(values.Min())} to {Numbers.Of(values.Max())})",
    };
}
