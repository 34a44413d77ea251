using System.Text.Json;
using System.Text.Json.Nodes;

namespace Esik.Bench.Reports;

/// <summary>The measures as JSON: each name with its median, and <c>spread</c> with min and max of the same names. A measure that was not taken is left out.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(Findings findings, Machine machine)
    {
        var json = new JsonObject();
        var spread = new JsonObject();
        foreach (var goal in Goal.All.Where(goal => findings.Values.ContainsKey(goal.Name)))
        {
            var values = findings.Values[goal.Name];
            json[goal.Name] = Figures.Median(values);
            spread[goal.Name] = new JsonObject { ["min"] = values.Min(), ["max"] = values.Max() };
        }
        if (findings.MedianOf("requests.mail_quiet") is { } quiet && findings.MedianOf("requests.mail_rush") is { } rush)
            json["requests.mail"] = new JsonObject { ["quiet"] = quiet, ["rush"] = rush };
        json["spread"] = spread;
        json["machine"] = JsonSerializer.SerializeToNode(machine);
        return json.ToJsonString(Indented);
    }
}
