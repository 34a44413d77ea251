using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace Esik.Organizers;

/// <summary>Clashes at the organizer's desk: seen, and settled once.</summary>
public sealed class ClashFunctions(OrganizerGate gate, ClashDesk desk, IProgrammes programmes, FormProofs proofs)
{
    private const string Path = "/organizer/clashes";

    [Function("OrganizerClashes")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/clashes")] HttpRequest request, CancellationToken stop) =>
        gate.Page(request, async visit =>
        {
            var programme = await programmes.CurrentAsync(stop);
            var outcome = request.Query["done"].ToString() switch { "1" => SettleOutcome.Settled, "0" => SettleOutcome.SettledBefore, _ => (SettleOutcome?)null };
            return Show(visit, 200, new ClashesView(programme, await desk.ListAsync(programme.Slots, stop), Outcome: outcome));
        }, stop);

    [Function("OrganizerClashSettle")]
    public Task<IResult> Settle([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/clashes")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, ClashesView.Purpose, async (visit, fields) =>
        {
            var programme = await programmes.CurrentAsync(stop);
            var (slot, form, mistake) = Read(programme, fields);
            if (slot is null)
                return Edge.Refuse(request, Problem.NotFound);
            if (form is null)
                return Show(visit, 422, new ClashesView(programme, await desk.ListAsync(programme.Slots, stop), mistake));
            return await desk.SettleAsync(slot, form.ScanId, form.Verdict, form.Note, visit.Session.Email) switch
            {
                SettleOutcome.Settled => new SeeOther(Path + "?done=1"),
                SettleOutcome.SettledBefore => new SeeOther(Path + "?done=0"),
                SettleOutcome.Unknown => Edge.Refuse(request, Problem.NotFound),
            };
        }, stop);

    /// <summary>The form's slot and what it asks for, or what is wrong with it. Without a slot there is no such clash.</summary>
    internal static (Slots.Slot? Slot, ClashForm? Form, ClashMistake? Mistake) Read(Programme programme, Dictionary<string, StringValues> fields)
    {
        var (slot, scan) = (fields.GetValueOrDefault(ClashForm.SlotField).ToString(), fields.GetValueOrDefault(ClashForm.ScanField).ToString());
        var (verdict, note) = (fields.GetValueOrDefault(ClashForm.VerdictField).ToString(), fields.GetValueOrDefault(ClashForm.NoteField).ToString());
        if (programme.SlotById(slot) is not { OpenEntrance: false } known || !Scan.IsId(scan))
            return (null, null, null);
        var (form, mistake) = ClashForm.Read(slot, scan, verdict, note);
        return (known, form, mistake is null ? null : new ClashMistake(scan, mistake, verdict, note));
    }

    private IResult Show(OrganizerVisit visit, int status, ClashesView view) =>
        Answers.PrivatePage<ClashesPage>(new { Visit = visit, View = view, Proof = proofs.Make(ClashesView.Purpose, visit.Session.Key) }, status);
}
