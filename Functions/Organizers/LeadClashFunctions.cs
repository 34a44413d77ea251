using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>
/// Clashes for leads at the door, of the slots that their phones scan. The door app opens the page by a form that holds the device's
/// token, and so does each form of the page: a lead has no session, and no cookie that another site could make use of.
/// </summary>
public sealed class LeadClashFunctions(Edge edge, DoorDesk devices, ClashDesk desk, IProgrammes programmes)
{
    /// <summary>The field with the device's token.</summary>
    public const string TokenField = "token";

    private const string Route = "lead/clashes";

    /// <summary>Somebody typed the address, or reloaded a page that was posted: the door app knows the way.</summary>
    [Function("LeadClashesAway")]
    public Task<IResult> Away([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, () => Task.FromResult<IResult>(new SeeOther("/door")));

    /// <summary>Shows the clashes; a form with a clash in it settles that one first. The same again changes nothing.</summary>
    [Function("LeadClashes")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var form = await Bodies.FormAsync(request, stop);
            if (form.Value is not { } fields)
                return Edge.Refuse(request, form.Problem!);
            var token = fields.GetValueOrDefault(TokenField).ToString();
            var reading = await devices.DeviceOfAsync(token, stop);
            if (reading.Device is not { } lead || reading.IsRevoked)
                return Edge.Refuse(request, reading.IsRevoked ? DoorGate.Revoked : new Problem(401, "device-unknown"));
            if (lead.Role != DoorRole.Lead)
                return Edge.Refuse(request, new Problem(403, "not-a-lead"));
            var programme = await programmes.CurrentAsync(stop);
            var slots = DoorScope.SlotsOf(lead, programme);
            if (!fields.ContainsKey(ClashForm.ScanField))
                return Show(request, 200, token, new ClashesView(programme, await desk.ListAsync(slots, stop)));
            var (slot, asked, mistake) = ClashFunctions.Read(programme, fields);
            if (slot is null || !slots.Contains(slot))
                return Edge.Refuse(request, Problem.NotFound);
            if (asked is null)
                return Show(request, 422, token, new ClashesView(programme, await desk.ListAsync(slots, stop), mistake));
            var outcome = await desk.SettleAsync(slot, asked.ScanId, asked.Verdict, asked.Note, lead.Id);
            return outcome == SettleOutcome.Unknown
                ? Edge.Refuse(request, Problem.NotFound)
                : Show(request, 200, token, new ClashesView(programme, await desk.ListAsync(slots, stop), Outcome: outcome));
        });

    private static IResult Show(HttpRequest request, int status, string token, ClashesView view)
    {
        Answers.KeepPrivate(request);
        return Answers.PrivatePage<LeadClashesPage>(new { View = view, Token = token, Language = Readers.LanguageOf(request) }, status);
    }
}
