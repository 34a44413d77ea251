using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Esik.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Reports;

/// <summary>The capacity report as a page, as JSON and as CSV.</summary>
public sealed class ReportFunctions(OrganizerGate gate, ReportDesk desk, TroubleTable troubles, FormProofs proofs)
{
    /// <summary>How often the page loads itself again, unless paused.</summary>
    public const int RefreshSeconds = 20;

    // The shape is fixed: what is not there is null, and not left out.
    private static readonly JsonSerializerOptions Json = new(EsikJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    [Function("CapacityPage")]
    public Task<IResult> Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/capacity")] HttpRequest request, CancellationToken stop) =>
        gate.Page(request, async visit =>
        {
            var trouble = troubles.ReadAsync(stop);
            var (programme, report) = await desk.ReadAsync(stop);
            var filter = CapacityFilter.Of(programme, name => request.Query[name]);
            // A header and no meta element: the page itself stays one that nothing moves under its reader.
            if (!filter.IsPaused)
                request.HttpContext.Response.Headers["Refresh"] = RefreshSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var view = new CapacityView(programme, report, filter, await trouble);
            return Answers.PrivatePage<CapacityPage>(new { Visit = visit, View = view, ClearProof = proofs.Make(TroubleFunctions.Purpose, visit.Session.Key) });
        }, stop);

    [Function("CapacityJson")]
    public Task<IResult> AsJson([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/reports/capacity")] HttpRequest request, CancellationToken stop) =>
        gate.Api(request, async _ => Results.Json(CapacityJson.Of((await desk.ReadAsync(stop)).Report), Json), stop);

    [Function("CapacityCsv")]
    public Task<IResult> AsCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/reports/capacity.csv")] HttpRequest request, CancellationToken stop) =>
        gate.Api(request, async visit =>
        {
            var (programme, report) = await desk.ReadAsync(stop);
            var text = CapacityCsv.Write(report, programme, visit.Language);
            // Spreadsheets know UTF-8 by its byte order mark.
            byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];
            return Results.File(bytes, "text/csv; charset=utf-8", $"{programme.Festival.Id}-capacity-{programme.Festival.LocalAt(report.At):yyyy-MM-dd-HHmm}.csv");
        }, stop);
}
