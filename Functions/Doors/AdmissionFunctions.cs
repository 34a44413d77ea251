using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>An admission as a lead's phone gets it; with the scan's id, slot and door it is taken back by a scan of its own.</summary>
/// <param name="Over">People whom it let in beyond what there was.</param>
public sealed record RecentAdmissionJson(string ScanId, string Kind, DateTimeOffset At, string Slot, string Door, LocalText DoorName, int Places, int Over, string? Name);

/// <summary>Tells leads who came in by their doors, so that they can take back what any phone scanned.</summary>
public sealed class AdmissionFunctions(DoorGate gate, RecentAdmissionsTable recent, DoorLimits limits, IProgrammes programmes)
{
    [Function("DoorAdmissions")]
    public Task<IResult> Recent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/door/admissions")] HttpRequest request, CancellationToken stop) =>
        gate.Lead(request, async device =>
        {
            if (limits.GuestSearches(device) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            var slotId = request.Query["slot"].ToString();
            var programme = await programmes.CurrentAsync(stop);
            if (DoorScope.SlotsOf(device, programme).FirstOrDefault(slot => slot.Id == slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound with { Field = "slot" });
            var doors = DoorScope.DoorsOf(device, programme).ToDictionary(door => door.Id, door => door.Name);
            var found = await recent.ListAsync(slot, doors.Keys, stop);
            return Results.Json(found.Select(each => JsonOf(each, slot, doors)), EsikJson.Options);
        }, stop);

    private static RecentAdmissionJson JsonOf(RecentAdmission admission, Slot slot, Dictionary<string, LocalText> doors)
    {
        var scan = admission.Scan;
        var kind = scan.Kind == ScanKind.WalkIn ? "walk-in" : "scan";
        return new(scan.ScanId, kind, scan.CorrectedAt, slot.Id, scan.Door, doors[scan.Door], scan.Places, scan.Over, admission.Name);
    }
}
