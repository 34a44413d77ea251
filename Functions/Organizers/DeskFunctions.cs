using Esik.Doors;
using Esik.Hosting;
using Esik.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>The desk's first page: what needs a person, what goes on now, and where to go.</summary>
public sealed class DeskFunctions(OrganizerGate gate, ReportDesk reports, TroubleTable troubles, ClashDesk clashes, FormProofs proofs)
{
    [Function("OrganizerDesk")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer")] HttpRequest request, CancellationToken stop) =>
        gate.Page(request, async visit =>
        {
            var trouble = troubles.ReadAsync(stop);
            var (programme, report) = await reports.ReadAsync(stop);
            var open = await clashes.CountOpenAsync(programme, stop);
            var clearProof = proofs.Make(TroubleFunctions.Purpose, visit.Session.Key);
            return Answers.PrivatePage<DeskPage>(new { Visit = visit, Programme = programme, Report = report, Troubles = await trouble, OpenClashes = open, ClearProof = clearProof });
        }, stop);
}
