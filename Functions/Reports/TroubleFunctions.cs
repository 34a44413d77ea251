using Esik.Hosting;
using Esik.Mails;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Reports;

/// <summary>Puts a mail trouble aside that a person has dealt with: guests were called, say. One that goes on comes back by itself.</summary>
public sealed class TroubleFunctions(OrganizerGate gate, MailTroubleTable mails)
{
    /// <summary>Purpose of the proof of the notice's forms.</summary>
    public const string Purpose = "organizer-trouble";

    [Function("OrganizerTroubleClear")]
    public Task<IResult> Clear([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/troubles/clear")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, Purpose, async (_, form) =>
        {
            var (slot, batch) = (form.GetValueOrDefault("slot").ToString(), form.GetValueOrDefault("batch").ToString());
            // Only what is on the list: whatever else was sent never becomes a key.
            if ((await mails.ListAsync(stop)).Any(trouble => trouble.Slot == slot && trouble.Batch == batch))
                await mails.RemoveAsync(slot, batch, stop);
            return new SeeOther("/organizer");
        }, stop);
}
