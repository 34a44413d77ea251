using System.Globalization;
using System.Runtime.CompilerServices;
using Esik.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Tickets;

/// <summary>A ticket's page for programs. Whoever has the page's key may call. A post that is sent again counts once and gets the same answer.</summary>
public sealed class TicketJsonFunctions(Edge edge, Callers callers, TicketDesk tickets, TicketRequests requests, SiteSettings site)
{
    private const int BytesMax = 4 * 1024;

    [Function("TicketJson")]
    public Task<IResult> Json([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/tickets/{key}")] HttpRequest request, string key, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            Answers.KeepPrivate(request);
            return await tickets.FindAsync(key, stop) is { } found ? await StateAsync(found, stop) : Edge.Refuse(request, new Problem(404, "ticket-not-found"));
        });

    [Function("TicketWithdrawJson")]
    public Task<IResult> Withdraw([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/withdraw")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, () => requests.WithdrawAsync(Caller(request, key), stop), stop);

    [Function("TicketAgainJson")]
    public Task<IResult> SendAgain([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/again")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, () => requests.SendAgainAsync(Caller(request, key), stop), stop);

    [Function("TicketNameJson")]
    public Task<IResult> Rename([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/name")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, posted => requests.RenameAsync(Caller(request, key), posted.Name, stop), stop);

    [Function("TicketPartyJson")]
    public Task<IResult> Keep([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/party")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, posted => requests.KeepAsync(Caller(request, key), posted.Party?.ToString(CultureInfo.InvariantCulture), stop), stop);

    [Function("TicketEmailJson")]
    public Task<IResult> Move([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/email")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, posted => requests.MoveAsync(Caller(request, key), posted.Email, posted.RequestId, stop), stop);

    [Function("TicketAcceptJson")]
    public Task<IResult> Accept([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/accept")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, posted => requests.AcceptAsync(Caller(request, key), posted.Code, stop), stop);

    [Function("TicketDeclineJson")]
    public Task<IResult> Decline([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/tickets/{key}/decline")] HttpRequest request, string key, CancellationToken stop) =>
        Post(request, () => requests.DeclineAsync(Caller(request, key), stop), stop);

    private TicketCaller Caller(HttpRequest request, string key) => new(key, callers.AddressOf(request));

    private Task<IResult> Post(HttpRequest request, Func<TicketPostJson, Task<TicketRuling>> ask, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            var body = await Bodies.JsonAsync<TicketPostJson>(request, BytesMax, stop);
            return body.Value is { } posted ? await AnswerAsync(request, await ask(posted), stop) : Edge.Refuse(request, body.Problem!);
        }, function);

    // What needs no fields needs no body.
    private Task<IResult> Post(HttpRequest request, Func<Task<TicketRuling>> ask, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () => await AnswerAsync(request, await ask(), stop), function);

    private async Task<IResult> AnswerAsync(HttpRequest request, TicketRuling ruling, CancellationToken stop)
    {
        Answers.KeepPrivate(request);
        return ruling is { Refusal: null, Found: { } found } ? await StateAsync(found, stop) : Edge.Refuse(request, ruling.Refusal!);
    }

    private async Task<IResult> StateAsync(FoundTicket found, CancellationToken stop) =>
        Results.Json(TicketStateJson.Of(found, await tickets.ViewAsync(found, stop), site), EsikJson.Options);
}
