using System.Globalization;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Esik.Organizers;

/// <summary>One slot at the desk: its numbers, and another capacity for it. Organizers only, by form or as JSON.</summary>
public sealed partial class SlotDeskFunctions(
    OrganizerGate gate, CapacityDesk desk, IProgrammes programmes, FormProofs proofs, TimeProvider clock, ILogger<SlotDeskFunctions> logger)
{
    private const int JsonBytesMax = 1024;

    [Function("OrganizerSlot")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/slots/{slotId}")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Page(request, async visit => await ViewAsync(visit, slotId, stop) is { } view
            ? Show(visit, 200, view with { IsSaved = request.Query.ContainsKey("saved") })
            : Edge.Refuse(request, Problem.SlotNotFound), stop);

    [Function("OrganizerSlotCapacity")]
    public Task<IResult> Change([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/slots/{slotId}")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Form(request, SlotDeskView.CapacityPurpose, async (visit, form) =>
        {
            var typed = form.GetValueOrDefault(SlotDeskView.CapacityField).ToString();
            if ((await programmes.CurrentAsync(stop)).SlotById(slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var (refusal, _) = await ChangeAsync(visit, slot.Id, CapacityDesk.Read(typed), stop);
            if (refusal is null)
                return new SeeOther($"/organizer/slots/{slot.Id}?saved=1");
            return await ViewAsync(visit, slot.Id, stop) is { } view
                ? Show(visit, refusal.Status, view with { Typed = typed, Refusal = refusal })
                : Edge.Refuse(request, refusal);
        }, stop);

    [Function("SlotCapacity")]
    public Task<IResult> ChangeByJson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/slots/{slotId}/capacity")] HttpRequest request, string slotId, CancellationToken stop) =>
        gate.Api(request, async visit =>
        {
            var body = await Bodies.JsonAsync<CapacityOrderJson>(request, JsonBytesMax, stop);
            if (body.Value is not { } order)
                return Edge.Refuse(request, body.Problem!);
            if ((await programmes.CurrentAsync(stop)).SlotById(slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var (refusal, ledger) = await ChangeAsync(visit, slot.Id, order.Capacity is { } places && CapacityDesk.IsCapacity(places) ? places : null, stop);
            return refusal is null ? Results.Json(CapacitySlotJson.Of(slot.Id, PlaceCounts.Of(slot, ledger!, clock.GetUtcNow())), EsikJson.Options) : Edge.Refuse(request, refusal);
        }, stop);

    private async Task<(Problem? Refusal, Slots.Ledger? Ledger)> ChangeAsync(OrganizerVisit visit, string slotId, int? capacity, CancellationToken stop)
    {
        if (capacity is not { } places)
            return (new Problem(422, "capacity-unusable", SlotDeskView.CapacityField) { Values = [("min", ProgrammeLimits.CapacityMin), ("max", ProgrammeLimits.CapacityMax)] }, null);
        var answer = await desk.ChangeAsync(slotId, places, stop);
        if (answer.Outcome == CapacityOutcome.Changed)
            LogChanged(logger, slotId, places, visit.Session.Key, clock.GetUtcNow());
        return (RefusalOf(answer), answer.Ledger);
    }

    private static Problem? RefusalOf(CapacityAnswer answer) => answer.Outcome switch
    {
        CapacityOutcome.Changed => null,
        CapacityOutcome.BelowTaken => new Problem(409, "capacity-below-taken", SlotDeskView.CapacityField) { Values = [("n", (answer.Ledger?.Taken + answer.Ledger?.Offered) ?? 0)] },
        CapacityOutcome.OpenEntrance => new Problem(409, "capacity-of-open-entrance", SlotDeskView.CapacityField),
        CapacityOutcome.Unknown => Problem.SlotNotFound,
    };

    private async Task<SlotDeskView?> ViewAsync(OrganizerVisit visit, string slotId, CancellationToken stop)
    {
        var programme = await programmes.CurrentAsync(stop);
        if (programme.SlotById(slotId) is not { } slot)
            return null;
        var ledger = slot.OpenEntrance ? null : await desk.LedgerAsync(slot.Id, stop);
        var typed = (ledger?.Capacity ?? slot.Capacity)?.ToString(CultureInfo.InvariantCulture) ?? "";
        return new SlotDeskView(programme, slot, ledger, clock.GetUtcNow(), typed, proofs.Make(SlotDeskView.CapacityPurpose, visit.Session.Key));
    }

    private static IResult Show(OrganizerVisit visit, int status, SlotDeskView view) => Answers.PrivatePage<SlotDeskPage>(new { Visit = visit, View = view }, status);

    // The session's key names its row, which names the organizer: who looks after the festival can tell, a log's other readers cannot.
    [LoggerMessage(Level = LogLevel.Information, Message = "{Slot} has {Capacity} places now, by the organizer of session {Session}, at {At:O}.")]
    private static partial void LogChanged(ILogger logger, string slot, int capacity, string session, DateTimeOffset at);
}

/// <summary>Another capacity as a program posts it.</summary>
public sealed record CapacityOrderJson(int? Capacity);
