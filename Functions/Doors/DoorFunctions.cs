using Esik.Hosting;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>The addresses of the door app. All but pairing ask for a paired device's token.</summary>
public sealed class DoorFunctions(Edge edge, Callers callers, DoorDesk desk, ScanDesk scans, DoorLimits limits, IProgrammes programmes, Tallies tallies, TimeProvider clock)
{
    /// <summary>Scans in one post.</summary>
    public const int ScansMax = 500;

    private const int PairingBytesMax = 4 * 1024;
    private const int ScansBytesMax = 1024 * 1024;
    private const int RequestIdLengthMax = 64;

    [Function("PairDoorDevice")]
    public Task<IResult> Pair([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/door/devices")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            if (limits.Pairing(callers.AddressOf(request)) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            var body = await Bodies.JsonAsync<PairingJson>(request, PairingBytesMax, stop);
            if (body.Value is not { } asked)
                return Edge.Refuse(request, body.Problem!);
            var name = asked.Name?.Trim() ?? "";
            if (name.Length is 0 or > DoorDevice.NameLengthMax || name.Any(char.IsControl))
                return Edge.Refuse(request, new Problem(422, "device-name-unusable", "name"));
            if (asked.Code is not { Length: > 0 and <= 64 } || asked.RequestId is { Length: > RequestIdLengthMax })
                return Edge.Refuse(request, new Problem(422, "door-code-unusable", "code"));
            var pairing = await desk.PairAsync(asked.Code, name, asked.RequestId, stop);
            return pairing.Device is { } device
                ? Results.Json(new { deviceToken = pairing.Token, doors = await DoorsAsync(device, stop), device.ValidUntil }, EsikJson.Options, statusCode: 201)
                : Edge.Refuse(request, Refusal(pairing.Refusal!.Value));
        });

    [Function("DoorDevice")]
    public Task<IResult> Me([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/door/devices/me")] HttpRequest request, CancellationToken stop) =>
        WithDevice(request, async device =>
        {
            await desk.SeenAsync(device, stop);
            var festival = (await programmes.CurrentAsync(stop)).Festival;
            return Results.Json(
                new { device.Name, doors = await DoorsAsync(device, stop), device.ValidUntil, festival = new { festival.Name, timeZone = festival.TimeZone.Id }, now = clock.GetUtcNow() },
                EsikJson.Options);
        }, stop);

    [Function("ScanTickets")]
    public Task<IResult> Scan([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/door/scans")] HttpRequest request, CancellationToken stop) =>
        WithDevice(request, async device =>
        {
            var body = await Bodies.JsonAsync<ScansJson>(request, ScansBytesMax, stop);
            if (body.Value is not { } posted)
                return Edge.Refuse(request, body.Problem!);
            if (posted.Scans is not { Count: >= 1 and <= ScansMax } sent)
                return Edge.Refuse(request, new Problem(422, "scans-unusable", "scans"));
            var asked = sent.Select(scan => scan?.Read()).ToList();
            if (asked.IndexOf(null) is >= 0 and var wrong)
                return Edge.Refuse(request, new Problem(422, "scan-unusable", $"scans[{wrong}]"));
            var typed = asked.Count(scan => scan!.ShortCode is not null);
            if (typed > limits.ShortCodesMax)
                return Edge.Refuse(request, new Problem(422, "scans-unusable", "scans"));
            if (limits.ShortCodes(device, typed) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            var programme = await programmes.CurrentAsync(stop);
            var answers = await Task.WhenAll(asked.Select(scan => scans.JudgeAsync(programme, device, scan!, posted.SentAt, posted.Names, stop)));
            return Results.Json(new { answers = answers.Zip(asked, (answer, scan) => DoorAnswers.Of(answer, scan!.Slot, programme)) }, EsikJson.Options);
        }, stop);

    private Task<IResult> WithDevice(HttpRequest request, Func<DoorDevice, Task<IResult>> answer, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            var header = request.Headers.Authorization.ToString();
            var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
            return await desk.DeviceOfAsync(token, stop) is { } device ? await answer(device) : Edge.Refuse(request, new Problem(401, "device-unknown"));
        });

    private async Task<IReadOnlyList<DoorJson>> DoorsAsync(DoorDevice device, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        var slots = programme.Doors.Where(door => device.Doors.Contains(door.Id)).SelectMany(programme.SlotsAt).Where(slot => !slot.OpenEntrance);
        return DoorAnswers.DoorsOf(device, programme, await tallies.ReadAsync(slots.Select(slot => slot.Id), stop));
    }

    private static Problem Refusal(PairingRefusal refusal) => refusal switch
    {
        PairingRefusal.Unknown => new Problem(404, "door-code-unknown", "code"),
        PairingRefusal.Expired => new Problem(410, "door-code-expired", "code"),
        PairingRefusal.Used => new Problem(409, "door-code-used", "code"),
    };
}
