using System.Buffers.Text;
using System.Security.Cryptography;
using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Organizers;

/// <summary>Signing in by a link in a mail. The link opens a page with one button; only the button's POST uses the link up.</summary>
public sealed class SignInFunctions(Edge edge, OrganizerLinks links, OrganizerCookie cookie, SignInLimits limits, Callers callers, LanguageSwitch languages, FormProofs proofs)
{
    [Function("OrganizerSignInPage")]
    public Task<IResult> Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "organizer/sign-in")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            if (languages.Of(request) is { } chosen)
                return chosen;
            if (request.Query.ContainsKey("sent"))
                return Show(request, 200, Blank(request, SignInStep.Sent));
            if (request.Query["token"].ToString() is not { Length: > 0 } token)
                return Show(request, 200, Blank(request, SignInStep.Ask));
            return await links.LookAsync(token, stop) is not LinkAnswer.Good and var refusal ? Refuse(request, refusal) : Show(request, 200, Confirm(request, token));
        });

    [Function("OrganizerSignInLink")]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/sign-in/link")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            if (limits.Address(callers.AddressOf(request)) is { } wait)
                return Edge.Refuse(request, Problem.TooMany(wait));
            var form = await Bodies.FormAsync(request, stop);
            if (form.Problem is { } unreadable)
                return Edge.Refuse(request, unreadable);
            var (typed, back) = (form.Value!.GetValueOrDefault("email").ToString(), form.Value!.GetValueOrDefault("return").ToString());
            if (Problem.OfProof(proofs.Check(SignInView.AskPurpose, "", form.Value!.GetValueOrDefault(FormProofs.Field))) is { } problem)
                return Edge.Refuse(request, problem);
            if (EmailAddress.Parse(typed) is not { } email)
                return Show(request, 422, Blank(request, SignInStep.Ask) with { Mistake = "organizer.email-wrong", Email = typed, ReturnPath = ReturnPath.Of(back) });
            if (limits.Email(email.Text) is { } patience)
                return Edge.Refuse(request, Problem.TooMany(patience));
            await links.AskAsync(email, Readers.LanguageOf(request), back, stop);
            return new SeeOther("/organizer/sign-in?sent=1");
        });

    [Function("OrganizerSignIn")]
    public Task<IResult> SignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organizer/sign-in")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var form = await Bodies.FormAsync(request, stop);
            if (form.Problem is { } unreadable)
                return Edge.Refuse(request, unreadable);
            var (token, attempt) = (form.Value!.GetValueOrDefault("token").ToString(), form.Value!.GetValueOrDefault("attempt").ToString());
            var proof = proofs.Check(SignInView.ConfirmPurpose, SignInView.ConfirmSubject(token, attempt), form.Value!.GetValueOrDefault(FormProofs.Field));
            if (Problem.OfProof(proof) is { } problem)
                return Edge.Refuse(request, problem);
            var answer = await links.UseAsync(token, attempt, stop);
            if (answer.SessionToken is not { } session)
                return Refuse(request, answer.Answer);
            cookie.Set(request.HttpContext.Response, session);
            return new SeeOther(answer.ReturnPath);
        });

    private SignInView Blank(HttpRequest request, SignInStep step) =>
        new(step, Language(request), LanguageSwitch.Here(request), proofs.Make(SignInView.AskPurpose, "")) { ReturnPath = ReturnPath.Of(request.Query["return"]) };

    private SignInView Confirm(HttpRequest request, string token)
    {
        var attempt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var proof = proofs.Make(SignInView.ConfirmPurpose, SignInView.ConfirmSubject(token, attempt));
        return new(SignInStep.Confirm, Language(request), LanguageSwitch.Here(request), proof) { Token = token, Attempt = attempt };
    }

    // The link is gone, and the page says how to get another one.
    private IResult Refuse(HttpRequest request, LinkAnswer answer) =>
        Show(request, 410, Blank(request, SignInStep.Ask) with { Here = "/organizer/sign-in", Mistake = SignInView.MistakeOf(answer) });

    private static IResult Show(HttpRequest request, int status, SignInView view)
    {
        request.HttpContext.Response.Headers["X-Robots-Tag"] = "noindex";
        return Answers.PrivatePage<SignInPage>(new { View = view }, status);
    }

    private static Language Language(HttpRequest request) => Readers.LanguageOf(request);
}
