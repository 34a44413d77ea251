using System.Globalization;
using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Esik.Organizers;

/// <summary>Enters what was ticked on a door's paper list. The same form again changes nothing, so its answer is the page itself.</summary>
public sealed partial class PaperFunctions(
    OrganizerGate gate, PaperDesk desk, GuestLists lists, IProgrammes programmes, FormProofs proofs, TimeProvider clock, ILogger<PaperFunctions> logger)
{
    [Function("OrganizerPaper")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/slots/{slotId}/paper")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Page(request, async visit => await FindAsync(visit, slotId, request.Query[PaperForm.DoorField].ToString(), request.Query["page"].ToString(), stop) is var (view, _)
            ? Show(visit, 200, view)
            : Edge.Refuse(request, Problem.NotFound), stop);

    [Function("OrganizerPaperEnter")]
    public Task<IResult> Enter([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/slots/{slotId}/paper")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Form(request, PaperView.Purpose, async (visit, fields) =>
        {
            var (door, page) = (fields.GetValueOrDefault(PaperForm.DoorField).ToString(), fields.GetValueOrDefault("page").ToString());
            if (await FindAsync(visit, slotId, door, page, stop) is not var (view, list))
                return Edge.Refuse(request, Problem.NotFound);
            var typed = Typed(view, fields);
            var (form, mistake) = PaperForm.Read(view.Programme, view.Slot, typed.At, fields.GetValueOrDefault(PaperForm.TickField), typed.Codes, typed.WalkIns, clock.GetUtcNow());
            if (form is null)
                return Show(visit, 422, typed with { Mistake = mistake });
            var entered = await desk.EnterAsync(view.Programme, view.Slot, view.Door, list, form);
            LogEntered(logger, entered.Sum(line => line.People), view.Slot.Id, visit.Session.Key, clock.GetUtcNow());
            var after = await lists.ReadNowAsync(view.Slot.Id, stop);
            return Show(visit, 200, view with { Guests = after.Expected(visit.Language), At = typed.At, Entered = entered });
        }, stop);

    private static PaperView Typed(PaperView view, Dictionary<string, StringValues> fields) => view with
    {
        At = fields.GetValueOrDefault(PaperForm.AtField).ToString(),
        Ticked = fields.GetValueOrDefault(PaperForm.TickField).OfType<string>().ToHashSet(),
        Codes = fields.GetValueOrDefault(PaperForm.CodesField).ToString(),
        WalkIns = fields.GetValueOrDefault(PaperForm.WalkInsField).ToString(),
    };

    // Without a door the first one is meant; a page beyond the last is the last.
    private async Task<(PaperView View, GuestList List)?> FindAsync(OrganizerVisit visit, string slotId, string doorId, string page, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        if (programme.SlotById(slotId) is not { OpenEntrance: false } slot
            || programme.DoorsOf(slot).FirstOrDefault(door => doorId.Length == 0 || door.Id == doorId) is not { } door)
            return null;
        var list = await lists.ReadNowAsync(slot.Id, stop);
        var guests = list.Expected(visit.Language);
        var number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, PaperView.PagesOf(guests.Count)) : 1;
        var at = PaperForm.Proposed(programme, slot, clock.GetUtcNow());
        return (new PaperView(programme, slot, door, guests, number, proofs.Make(PaperView.Purpose, visit.Session.Key), at), list);
    }

    private static IResult Show(OrganizerVisit visit, int status, PaperView view) => Answers.PrivatePage<PaperPage>(new { Visit = visit, View = view }, status);

    // The session's key names its row, which names the organizer: who looks after the festival can tell, a log's other readers cannot.
    [LoggerMessage(Level = LogLevel.Information, Message = "{People} people were entered from paper for {Slot}, by the organizer of session {Session}, at {At:O}.")]
    private static partial void LogEntered(ILogger logger, int people, string slot, string session, DateTimeOffset at);
}
