using System.Runtime.CompilerServices;
using Esik.Organizers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Esik.Hosting;

/// <summary>Lets organizers in: every address of the desk and of the reports answers through here. Nothing that it answers may be kept by a cache.</summary>
public sealed class OrganizerGate(Edge edge, OrganizerSessions sessions, OrganizerCookie cookie, LanguageSwitch languages, FormProofs proofs)
{
    /// <summary>A page. Whoever is not signed in is sent to do so, and back afterwards.</summary>
    public Task<IResult> Page(HttpRequest request, Func<OrganizerVisit, Task<IResult>> show, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            KeepPrivate(request);
            return await FindAsync(request, stop) is (SessionAnswer.Good, { } visit)
                ? languages.Of(request) ?? await show(visit)
                : new SeeOther($"{ReturnPath.Desk}/sign-in?return={Uri.EscapeDataString(ReturnPath.Of(LanguageSwitch.Here(request)))}");
        }, function);

    /// <summary>A form of a page, with the proof that it was drawn for this very session.</summary>
    public Task<IResult> Form(
        HttpRequest request, string purpose, Func<OrganizerVisit, Dictionary<string, StringValues>, Task<IResult>> act, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            KeepPrivate(request);
            if (await FindAsync(request, stop) is not (SessionAnswer.Good, { } visit))
                return new SeeOther(ReturnPath.Desk + "/sign-in");
            var form = await Bodies.FormAsync(request, stop);
            if (form.Problem is { } unreadable)
                return Edge.Refuse(request, unreadable);
            return Problem.OfProof(proofs.Check(purpose, visit.Session.Key, form.Value!.GetValueOrDefault(FormProofs.Field))) is { } problem
                ? Edge.Refuse(request, problem)
                : await act(visit, form.Value!);
        }, function);

    /// <summary>An answer for programs: 401 without a session, 403 for one whose organizer was taken off the list.</summary>
    public Task<IResult> Api(HttpRequest request, Func<OrganizerVisit, Task<IResult>> answer, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            KeepPrivate(request);
            return await FindAsync(request, stop) switch
            {
                (SessionAnswer.Good, { } visit) => await answer(visit),
                (SessionAnswer.NotListed, _) => Edge.Refuse(request, Problem.NotAnOrganizer),
                _ => Edge.Refuse(request, Problem.SignInNeeded),
            };
        }, function);

    private async Task<(SessionAnswer, OrganizerVisit?)> FindAsync(HttpRequest request, CancellationToken stop)
    {
        var (answer, session) = await sessions.FindAsync(cookie.TokenOf(request), stop);
        return session is null
            ? (answer, null)
            : (answer, new OrganizerVisit(session, Readers.LanguageOf(request), LanguageSwitch.Here(request), proofs.Make(OrganizerVisit.SignOut, session.Key)));
    }

    private static void KeepPrivate(HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        request.HttpContext.Response.Headers["X-Robots-Tag"] = "noindex";
    }
}
