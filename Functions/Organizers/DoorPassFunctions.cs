using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>Hands out door passes, and takes phones' permissions away.</summary>
public sealed class DoorPassFunctions(OrganizerGate gate, DoorDesk desk, DoorTable table, IProgrammes programmes, FormProofs proofs, SiteSettings site, TimeProvider clock)
{
    [Function("OrganizerDoors")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/doors")] HttpRequest request, CancellationToken stop) =>
        gate.Page(request, async visit => Show(visit, 200, await ViewAsync(visit, stop)), stop);

    /// <summary>Answers with the pass itself: it is shown once, so there is no page to be sent to. Sending the form again makes another pass.</summary>
    [Function("OrganizerDoorPass")]
    public Task<IResult> Make([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/doors")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, DoorsView.MakePurpose, async (visit, form) =>
        {
            var (doors, until) = (form.GetValueOrDefault("door"), form.GetValueOrDefault("until").ToString());
            var view = await ViewAsync(visit, stop);
            var (role, slots) = (form.GetValueOrDefault(DoorPassOrder.RoleField).ToString(), form.GetValueOrDefault(DoorPassOrder.SlotField));
            var (order, mistake) = DoorPassOrder.Read(view.Programme, doors, until, view.Now, role, slots);
            if (order is null)
                return Show(visit, 422, view with { Mistake = mistake, Until = until, Ticked = [.. doors.OfType<string>()], Role = role, Slots = [.. slots.OfType<string>()] });
            var code = await desk.CreatePassAsync(order.Doors, order.Until - view.Now, reusable: false, stop, order.Role, order.Slots);
            return Show(visit, 201, view with { PassLink = site.Link("door") + "#" + code, Pass = order });
        }, stop);

    [Function("OrganizerDoorRevoke")]
    public Task<IResult> Revoke([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/doors/revoke")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, DoorsView.RevokePurpose, async (_, form) =>
        {
            var device = form.GetValueOrDefault("device").ToString();
            return DoorDevice.IsId(device) && await desk.RevokeAsync(device, stop) ? new SeeOther("/organizer/doors") : Edge.Refuse(request, Problem.NotFound);
        }, stop);

    /// <summary>A pass that somebody used in the meantime stays used: then the phone is what to revoke, and it is on the page.</summary>
    [Function("OrganizerDoorPassRevoke")]
    public Task<IResult> RevokePass([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/doors/passes/revoke")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, DoorsView.RevokePurpose, async (_, form) =>
        {
            var pass = form.GetValueOrDefault("pass").ToString();
            if (!DoorPass.IsId(pass))
                return Edge.Refuse(request, Problem.NotFound);
            await table.RevokePassAsync(pass, stop);
            return new SeeOther("/organizer/doors");
        }, stop);

    private async Task<DoorsView> ViewAsync(OrganizerVisit visit, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        var now = clock.GetUtcNow();
        return new DoorsView(
            programme,
            DoorsView.Sorted(await table.ListDevicesAsync(stop), now),
            DoorsView.Unused(await table.ListPassesAsync(stop), now),
            now,
            DoorPassOrder.UntilOf(programme, now),
            proofs.Make(DoorsView.MakePurpose, visit.Session.Key),
            proofs.Make(DoorsView.RevokePurpose, visit.Session.Key),
            Ticked: programme.Doors.Count == 1 ? [programme.Doors[0].Id] : []);
    }

    private static IResult Show(OrganizerVisit visit, int status, DoorsView view) => Answers.PrivatePage<DoorsPage>(new { Visit = visit, View = view }, status);
}
