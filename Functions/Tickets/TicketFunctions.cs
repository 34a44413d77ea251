using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Tickets;

/// <summary>The ticket page and what can be taken away from it. Whoever has the key may call; nothing here is kept by caches or found by search engines.</summary>
public sealed class TicketFunctions(Edge edge, TicketDesk desk)
{
    [Function("TicketPage")]
    public Task<IResult> Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = LanguageCodes.Route + "/tickets/{key}")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Found(request, key, async (found, language) =>
        {
            var view = await desk.ViewAsync(found, stop, request.Query[TicketForm.MailCodeField].FirstOrDefault());
            var notice = TicketNotices.Parse(request.Query[TicketNotices.Query].FirstOrDefault(), view.State);
            return Answers.PrivatePage<TicketPage>(new { View = view with { Notice = notice }, found.Programme.Festival, Language = language });
        }, stop);

    [Function("TicketPng")]
    public Task<IResult> Png([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tickets/{key}.png")] HttpRequest request, string key, CancellationToken stop) =>
        Valid(request, key, (_, token, _) => Results.Bytes(QrPicture.Of(token).Png(), "image/png"), stop);

    [Function("TicketSvg")]
    public Task<IResult> Svg([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tickets/{key}.svg")] HttpRequest request, string key, CancellationToken stop) =>
        Valid(request, key, (_, token, _) => Results.Text(QrPicture.Of(token).Svg(), "image/svg+xml; charset=utf-8"), stop);

    [Function("TicketPdf")]
    public Task<IResult> Pdf([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tickets/{key}.pdf")] HttpRequest request, string key, CancellationToken stop) =>
        Valid(request, key, (found, _, language) => Results.Bytes(TicketDesk.Pdf(found, language)!, "application/pdf", "ticket.pdf"), stop);

    [Function("TicketCalendar")]
    public Task<IResult> Calendar([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tickets/{key}.ics")] HttpRequest request, string key, CancellationToken stop) =>
        Found(request, key, (found, language) =>
        {
            if (found.Registration.State is RegistrationState.Waiting or RegistrationState.Offered)
                return Task.FromResult(Edge.Refuse(request, new Problem(404, "ticket-not-found")));
            request.HttpContext.Response.Headers.ContentDisposition = "attachment; filename=\"ticket.ics\"";
            return Task.FromResult(Results.Text(desk.Calendar(found, language), TicketDesk.CalendarMediaType(found)));
        }, stop);

    private Task<IResult> Valid(HttpRequest request, string key, Func<FoundTicket, string, Language, IResult> answer, CancellationToken stop) =>
        Found(request, key, (found, language) =>
            Task.FromResult(TicketDesk.TokenOf(found) is { } token ? answer(found, token, language) : Edge.Refuse(request, new Problem(404, "ticket-not-found"))), stop);

    // The language of a ticket without one in its address is the guest's own, as signed up.
    private Task<IResult> Found(HttpRequest request, string key, Func<FoundTicket, Language, Task<IResult>> answer, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            Answers.KeepPrivate(request);
            return await desk.FindAsync(key, stop) is { } found
                ? await answer(found, LanguageCodes.Parse(request.Path.Value?.Split('/')[1]) ?? found.Registration.Language)
                : Edge.Refuse(request, new Problem(404, "ticket-not-found"));
        });
}
