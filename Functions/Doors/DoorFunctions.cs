using Esik.Hosting;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>Pairs devices, and tells them what they may do.</summary>
public sealed class DoorFunctions(Edge edge, DoorGate gate, Callers callers, DoorDesk desk, DoorLimits limits, IProgrammes programmes, Tallies tallies, TimeProvider clock)
{
    private const int PairingBytesMax = 4 * 1024;
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
                ? Results.Json(new { deviceToken = pairing.Token, role = device.Role.Code(), doors = await DoorsAsync(device, stop), device.ValidUntil }, EsikJson.Options, statusCode: 201)
                : Edge.Refuse(request, Refusal(pairing.Refusal!.Value));
        });

    [Function("DoorDevice")]
    public Task<IResult> Me([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/door/devices/me")] HttpRequest request, CancellationToken stop) =>
        gate.Device(request, async device =>
        {
            await desk.SeenAsync(device, stop);
            var festival = (await programmes.CurrentAsync(stop)).Festival;
            return Results.Json(
                new { device.Name, role = device.Role.Code(), doors = await DoorsAsync(device, stop), device.ValidUntil, festival = new { festival.Name, timeZone = festival.TimeZone.Id }, now = clock.GetUtcNow() },
                EsikJson.Options);
        }, stop);

    private async Task<IReadOnlyList<DoorJson>> DoorsAsync(DoorDevice device, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        var slots = DoorScope.SlotsOf(device, programme);
        return DoorAnswers.DoorsOf(device, programme, await tallies.ReadAsync(slots.Select(slot => slot.Id), stop));
    }

    private static Problem Refusal(PairingRefusal refusal) => refusal switch
    {
        PairingRefusal.Unknown => new Problem(404, "door-code-unknown", "code"),
        PairingRefusal.Expired => new Problem(410, "door-code-expired", "code"),
        PairingRefusal.Used => new Problem(409, "door-code-used", "code"),
    };
}
