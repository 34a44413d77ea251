using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>What doors fetch, so that they can decide alone.</summary>
public sealed class SyncFunctions(DoorGate gate, DoorDesk desk, SyncDesk sync, IProgrammes programmes, TimeProvider clock)
{
    /// <summary>Says up to where a roster reaches; given back as <c>since</c> it brings what changed after that.</summary>
    public const string CursorHeader = "Esik-Cursor";

    private const int SyncBytesMax = 256 * 1024;

    [Function("SyncDoor")]
    public Task<IResult> Sync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/door/sync")] HttpRequest request, CancellationToken stop) =>
        gate.Device(request, async device =>
        {
            var body = await Bodies.JsonAsync<SyncJson>(request, SyncBytesMax, stop);
            if (body.Value is not { } told)
                return Edge.Refuse(request, body.Problem!);
            if (told.Mistake is { } field)
                return Edge.Refuse(request, new Problem(422, "sync-unusable", field));
            var now = clock.GetUtcNow();
            await desk.SyncedAsync(device, new DeviceReport(told.Waiting ?? 0, told.SetAside ?? 0, ScanMoment.Seconds(now - (told.SentAt ?? now))), stop);
            return Results.Json(await sync.TellAsync(await programmes.CurrentAsync(stop), device, told.Known ?? new Dictionary<string, string>(), told.Elsewhere, stop), EsikJson.Options);
        }, stop);

    [Function("DoorRoster")]
    public Task<IResult> Roster([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/door/roster/{slotId}")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Device(request, async device =>
        {
            var since = RosterCursor.Parse(request.Query["since"]);
            if (await sync.RosterAsync(await programmes.CurrentAsync(stop), device, slotId, since, stop) is not { } roster)
                return Edge.Refuse(request, Problem.SlotNotFound);
            request.HttpContext.Response.Headers[CursorHeader] = roster.Cursor.ToString();
            return Results.Bytes(RosterBytes.Write(roster.Entries), RosterBytes.MediaType);
        }, stop);
}
