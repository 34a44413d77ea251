using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>A slot's guests at the desk: found by name, and printed for its doors.</summary>
public sealed class GuestFunctions(OrganizerGate gate, GuestLists lists, IProgrammes programmes, FormProofs proofs)
{
    [Function("OrganizerGuests")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/slots/{slotId}/guests")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Page(request, async visit => await ViewAsync(visit, slotId, stop) is { } view ? Show(visit, 200, view) : Edge.Refuse(request, Problem.SlotNotFound), stop);

    /// <summary>A post, although it changes nothing: names stay out of addresses, and so out of logs and the browser's history.</summary>
    [Function("OrganizerGuestSearch")]
    public Task<IResult> Search([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/slots/{slotId}/guests")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Form(request, GuestsView.Purpose, async (visit, form) =>
        {
            if (await ViewAsync(visit, slotId, stop) is not { } view)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var typed = form.GetValueOrDefault(GuestsView.NameField).ToString();
            if (!GuestList.CanFind(typed))
                return Show(visit, 422, view with { Typed = typed, IsMistake = true });
            var list = await lists.ReadAsync(view.Slot.Id, stop);
            return Show(visit, 200, view with { Typed = typed, Found = list.Find(typed, visit.Language) });
        }, stop);

    [Function("OrganizerDoorList")]
    public Task<IResult> Print(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/slots/{slotId}/lists/{doorId}.pdf")] HttpRequest request, string slotId, string doorId, CancellationToken stop) =>
        gate.Page(request, async visit =>
        {
            var programme = await programmes.CurrentAsync(stop);
            if (SlotOf(programme, slotId) is not { } slot || programme.DoorsOf(slot).FirstOrDefault(door => door.Id == doorId) is not { } door)
                return Edge.Refuse(request, Problem.NotFound);
            var content = DoorListWords.Of(programme, slot, door, await lists.ReadNowAsync(slot.Id, stop), visit.Language);
            return Results.Bytes(DoorListPdf.Draw(content), "application/pdf", $"{slot.Id}-{door.Id}.pdf");
        }, stop);

    private async Task<GuestsView?> ViewAsync(OrganizerVisit visit, string slotId, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        return SlotOf(programme, slotId) is { } slot ? new GuestsView(programme, slot, proofs.Make(GuestsView.Purpose, visit.Session.Key)) : null;
    }

    // Where everybody walks in there are no guests to list.
    private static Slot? SlotOf(Programme programme, string slotId) => programme.SlotById(slotId) is { OpenEntrance: false } slot ? slot : null;

    private static IResult Show(OrganizerVisit visit, int status, GuestsView view) => Answers.PrivatePage<GuestsPage>(new { Visit = visit, View = view }, status);
}
