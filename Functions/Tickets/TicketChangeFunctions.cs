using System.Runtime.CompilerServices;
using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace Esik.Tickets;

/// <summary>
/// What guests do from their ticket page, without script. Whoever has the page's key may call: the key stands in the address, so a
/// page of another site cannot make such a post. Only a POST does anything; a GET of the same address leads back to the page.
/// </summary>
public sealed class TicketChangeFunctions(Edge edge, Callers callers, TicketDesk tickets, TicketRequests requests)
{
    private const string Own = LanguageCodes.Route + "/tickets/{key}/";

    [Function("TicketWithdrawPage")]
    public Task<IResult> AskToWithdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Own + "withdraw")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Open(request, lang, key, TicketNotice.Withdrawn, stop);

    [Function("TicketWithdraw")]
    public Task<IResult> Withdraw([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Own + "withdraw")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Withdrawn, _ => requests.WithdrawAsync(Caller(request, key), stop), stop);

    [Function("TicketChangePage")]
    public Task<IResult> AskToChange(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Own + "change")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Open(request, lang, key, TicketNotice.Name, stop);

    [Function("TicketName")]
    public Task<IResult> Rename([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "name")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Name, form => requests.RenameAsync(Caller(request, key), form.Name, stop), stop);

    [Function("TicketParty")]
    public Task<IResult> Keep([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "party")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Party, form => requests.KeepAsync(Caller(request, key), form.Party, stop), stop);

    [Function("TicketEmail")]
    public Task<IResult> Move([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "email")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Email, form => requests.MoveAsync(Caller(request, key), form.Email, form.RequestId, stop), stop);

    [Function("TicketAgain")]
    public Task<IResult> SendAgain([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "again")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Again, _ => requests.SendAgainAsync(Caller(request, key), stop), stop);

    [Function("TicketAccept")]
    public Task<IResult> Accept([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "accept")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Accepted, form => requests.AcceptAsync(Caller(request, key), form.MailCode, stop), stop);

    [Function("TicketDecline")]
    public Task<IResult> Decline([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Own + "decline")] HttpRequest request, string lang, string key, CancellationToken stop) =>
        Post(request, lang, key, TicketNotice.Declined, _ => requests.DeclineAsync(Caller(request, key), stop), stop);

    private TicketCaller Caller(HttpRequest request, string key) => new(key, callers.AddressOf(request));

    // A page that asks. There is nothing to ask of a registration that is withdrawn or whose slot is over: its own page says so.
    private Task<IResult> Open(HttpRequest request, string lang, string key, TicketNotice what, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            Answers.KeepPrivate(request);
            if (await tickets.FindAsync(key, stop) is not { } found)
                return Edge.Refuse(request, new Problem(404, "ticket-not-found"));
            var view = await tickets.ViewAsync(found, stop);
            return view.IsOpen ? Sheet(what, found, view, lang, Shown(found, new TicketForm("", ""), what), null) : new SeeOther($"/{lang}/tickets/{view.Key}");
        }, function);

    private Task<IResult> Post(HttpRequest request, string lang, string key, TicketNotice what, Func<TicketForm, Task<TicketRuling>> ask, CancellationToken stop, [CallerMemberName] string function = "") =>
        edge.Answer(request, async () =>
        {
            Answers.KeepPrivate(request);
            if (!HttpMethods.IsPost(request.Method))
                return TicketPageKey.Parse(key) is { } parsed ? new SeeOther(PageOf(lang, parsed, what)) : Edge.Refuse(request, new Problem(404, "ticket-not-found"));
            var body = await Bodies.FormAsync(request, stop);
            if (body.Value is not { } fields)
                return Edge.Refuse(request, body.Problem!);
            var form = Read(fields);
            var ruling = await ask(form);
            if (ruling is { Found: { } now, Refusal: null })
                return new SeeOther($"/{lang}/tickets/{now.Key}?{TicketNotices.Query}={what.Code()}");
            if (ruling.Refusal!.RetryAfterSeconds is { } seconds)
                request.HttpContext.Response.Headers.RetryAfter = $"{seconds}";
            if (ruling.Found is { } found)
                return Sheet(what, found, await tickets.ViewAsync(found, stop, form.MailCode), lang, Shown(found, form, what, ruling.Refusal.Code), ruling.Refusal);
            return ruling.Refusal.RetryAfterSeconds is not null && TicketPageKey.Parse(key) is { } page
                ? Kept(request, page, what, form, lang, ruling.Refusal)
                : Edge.Refuse(request, ruling.Refusal);
        }, function);

    // Nobody looked at the registration, or nobody could: what was typed is there to be sent again all the same.
    private static IResult Kept(HttpRequest request, TicketPageKey key, TicketNotice what, TicketForm form, string lang, Problem refusal) => Answers.PrivatePage<KeptFormPage>(
        new { Key = key.Text, What = what, Form = form, Refusal = refusal, Asked = request.Path.Value!.Split('/')[^1], Language = LanguageCodes.Parse(lang)!.Value },
        refusal.Status);

    // The page from which this is asked, with what was typed and why it was not done.
    private static IResult Sheet(TicketNotice what, FoundTicket found, TicketView view, string lang, TicketForm form, Problem? refusal)
    {
        var language = LanguageCodes.Parse(lang)!.Value;
        var festival = found.Programme.Festival;
        var status = refusal?.Status ?? StatusCodes.Status200OK;
        if (view.IsOpen && what is TicketNotice.Withdrawn)
            return Answers.PrivatePage<WithdrawPage>(new { View = view, Festival = festival, Language = language, Refusal = refusal }, status);
        return view.IsOpen && IsTyped(what)
            ? Answers.PrivatePage<ChangePage>(new { View = view, Festival = festival, Language = language, Form = form, Refusal = refusal }, status)
            : Answers.PrivatePage<TicketPage>(new { View = view, Festival = festival, Language = language, Refusal = refusal }, status);
    }

    private static string PageOf(string lang, TicketPageKey key, TicketNotice what) => $"/{lang}/tickets/{key.Text}{(IsTyped(what) ? "/change" : "")}";

    private static bool IsTyped(TicketNotice what) => what is TicketNotice.Name or TicketNotice.Party or TicketNotice.Email;

    // The forms beside the one that was sent show what holds now. A request id that cannot serve (again) is replaced: nobody can correct it.
    private static TicketForm Shown(FoundTicket found, TicketForm form, TicketNotice what, string? refusal = null) => form with
    {
        Name = what is TicketNotice.Name && refusal is not null ? form.Name : found.Registration.Name,
        RequestId = SignUp.IsRequestId(form.RequestId) && refusal != "request-changed" ? form.RequestId : SignUp.NewRequestId(),
    };

    private static TicketForm Read(IReadOnlyDictionary<string, StringValues> fields) => new(
        SignUpForms.Field(fields, SignUpForm.RequestIdField),
        SignUpForms.Field(fields, SignUpForm.NameField),
        SignUpForms.Field(fields, SignUpForm.PartyField),
        SignUpForms.Field(fields, SignUpForm.EmailField),
        SignUpForms.Field(fields, TicketForm.MailCodeField));
}
