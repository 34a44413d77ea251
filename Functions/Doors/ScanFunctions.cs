using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>Takes scans, walk-ins and undos from doors.</summary>
public sealed class ScanFunctions(DoorGate gate, DoorDesk desk, ScanDesk scans, DoorLimits limits, IProgrammes programmes)
{
    /// <summary>Scans in one post.</summary>
    public const int ScansMax = 500;

    private const int ScansBytesMax = 1024 * 1024;

    [Function("ScanTickets")]
    public Task<IResult> Scan([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/door/scans")] HttpRequest request, CancellationToken stop) =>
        gate.DeviceOrLastWords(request, async (device, fromRevoked) =>
        {
            var body = await Bodies.JsonAsync<ScansJson>(request, ScansBytesMax, stop);
            if (body.Value is not { } posted)
                return Edge.Refuse(request, body.Problem!);
            if (posted.Scans is not { Count: >= 1 and <= ScansMax } sent)
                return Edge.Refuse(request, new Problem(422, "scans-unusable", "scans"));
            var readings = sent.Select(ScanJson.Read).ToList();
            var asked = readings.Select(reading => reading.Request).OfType<ScanRequest>().ToList();
            var typed = asked.Count(scan => scan.ShortCode is not null);
            if (typed > limits.ShortCodesMax)
                return Edge.Refuse(request, new Problem(422, "scans-unusable", "scans"));
            if (limits.ShortCodes(device, typed) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            await desk.SeenAsync(device, stop);
            var programme = await programmes.CurrentAsync(stop);
            var judged = new Queue<ScanAnswer>(await scans.JudgeAsync(programme, device, asked, new HandIn(posted.SentAt, posted.Names, fromRevoked), stop));
            if (judged.Count > 0 && judged.All(answer => !answer.IsDefinite))
                return Edge.Refuse(request, Problem.Busy());
            if (fromRevoked && judged.All(answer => answer.IsDefinite))
                await gate.HeardAsync(request, device, stop);
            var answers = readings.Select(reading => reading.Request is null
                ? DoorAnswers.Aside(reading.ScanId, SetAsideReason.Unusable, reading.Field)
                : DoorAnswers.Of(judged.Dequeue(), programme)).ToList();
            return Results.Json(new { answers }, EsikJson.Options);
        }, stop);
}
