using Esik.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>Signing out, at every instance within half a minute.</summary>
public sealed class SignOutFunctions(OrganizerGate gate, OrganizerSessions sessions, OrganizerCookie cookie)
{
    [Function("OrganizerSignOut")]
    public Task<IResult> SignOut([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/sign-out")] HttpRequest request, CancellationToken stop) =>
        gate.Form(request, OrganizerVisit.SignOut, async (visit, _) =>
        {
            await sessions.EndAsync(visit.Session, stop);
            cookie.Clear(request.HttpContext.Response);
            return new SeeOther("/organizer/sign-in");
        }, stop);
}
