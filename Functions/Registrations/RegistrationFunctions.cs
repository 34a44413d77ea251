using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Signals;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace Esik.Registrations;

/// <summary>Signing up: the form of a slot's page, and the same as JSON. Anyone may call; posts from other sites' pages are refused.</summary>
public sealed class RegistrationFunctions(
    Edge edge, Callers callers, FormProofs proofs, SignUpLimits limits, RegistrationDesk desk, IProgrammes programmes, Tallies tallies, Measures measures, SiteSettings site, TimeProvider clock)
{
    /// <summary>Purpose of the sign-up form's proof; its subject is the slot's id.</summary>
    public const string ProofPurpose = "sign-up";

    private const int JsonBytesMax = 8 * 1024;

    [Function("SignUp")]
    public Task<IResult> SignUpForm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = LanguageCodes.Route + "/slots/{slotId}")] HttpRequest request, string lang, string slotId, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var language = LanguageCodes.Parse(lang)!.Value;
            var programme = await programmes.CurrentAsync(stop);
            if (programme.SlotById(slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var body = await Bodies.FormAsync(request, stop);
            if (body.Value is not { } fields)
                return Edge.Refuse(request, body.Problem!);
            var form = SignUpForms.Read(fields, proofs.Make(ProofPurpose, slot.Id));
            var ruling = ProofRefusal(request, slot, fields) is { } refusal
                ? new Ruling(null, refusal)
                : await RuleAsync(request, programme, slot, SignUpForms.Input(form, language), language, stop);
            measures.Registered(ruling.Word);
            return ruling switch
            {
                { Refusal: { } why } => await RedrawAsync(request, programme, slot, SignUpForms.Again(form, why.Code), why, language, stop),
                { Answer.Outcome: RegistrationOutcome.AlreadyRegistered } => Answers.PrivatePage<AlreadyRegisteredPage>(new { Slot = slot, programme.Festival, Language = language }),
                _ => new SeeOther($"/{language.Code()}/tickets/{ruling.Answer!.Registration.PageKey(slot.Number).Text}"),
            };
        });

    [Function("Register")]
    public Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/slots/{slotId}/registrations")] HttpRequest request, string slotId, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var programme = await programmes.CurrentAsync(stop);
            if (programme.SlotById(slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var body = await Bodies.JsonAsync<RegistrationJson>(request, JsonBytesMax, stop);
            if (body.Value is not { } posted)
                return Edge.Refuse(request, body.Problem!);
            var ruling = await RuleAsync(request, programme, slot, posted.Input(), Readers.LanguageOf(request), stop);
            measures.Registered(ruling.Word);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return ruling switch
            {
                { Refusal: { } why } => Edge.Refuse(request, why),
                { Answer.Outcome: RegistrationOutcome.AlreadyRegistered } => Results.Json(new { answer = "already-registered" }, EsikJson.Options),
                _ => Results.Json(
                    RegistrationAnswerJson.Of(ruling.Answer!.Registration, slot, site, clock.GetUtcNow()),
                    EsikJson.Options,
                    statusCode: ruling.Answer.Registration.State == RegistrationState.Confirmed ? 201 : 202),
            };
        });

    /// <summary>An answer, or a refusal.</summary>
    private sealed record Ruling(RegistrationAnswer? Answer, Problem? Refusal)
    {
        public string Word => Refusal?.Code
            ?? (Answer!.Outcome == RegistrationOutcome.AlreadyRegistered ? "already-registered" : RegistrationAnswerJson.AnswerOf(Answer.Registration.State));
    }

    // Limits first, then the fields, then the slot's state: what is cheap to refuse costs no storage.
    private async Task<Ruling> RuleAsync(HttpRequest request, Programme programme, Slot slot, SignUpInput input, Language language, CancellationToken stop)
    {
        if (limits.Address(callers.AddressOf(request)) is { } wait)
            return new(null, Problem.TooMany(wait));
        var reading = SignUp.Read(input, slot.PartyMax, language);
        if (reading.SignUp is not { } signUp)
            return new(null, SignUpProblems.Of(reading.Mistakes));
        if (limits.Guest(signUp) is { } guestWait)
            return new(null, Problem.TooMany(guestWait));
        try
        {
            var answer = await desk.RegisterAsync(slot, signUp, stop);
            if (answer is null)
                return new(null, SignUpProblems.NotOpen(slot.SignUpAt(clock.GetUtcNow())));
            return answer.Outcome switch
            {
                RegistrationOutcome.RequestChanged => new(null, new Problem(409, "request-changed")),
                RegistrationOutcome.TooOften => new(null, SignUpProblems.TooOften(answer.Registration, programme.Festival, clock.GetUtcNow())),
                RegistrationOutcome.IssuesUsedUp => new(null, new Problem(409, "issue-limit")),
                RegistrationOutcome.Registered or RegistrationOutcome.AlreadyRegistered => new(answer, null),
            };
        }
        catch (BusyException)
        {
            return new(null, Problem.Busy());
        }
    }

    // A browser names the page's origin with a post, and the edge has compared it; where it hides the origin, the proof must be there.
    // A program may leave the proof out, since a sign-up carries nobody's authority. One that is there must be right.
    private Problem? ProofRefusal(HttpRequest request, Slot slot, Dictionary<string, StringValues> fields) =>
        proofs.Check(ProofPurpose, slot.Id, fields.GetValueOrDefault(FormProofs.Field)) switch
        {
            FormProof.Valid => null,
            FormProof.Missing when !Callers.HidesOrigin(request) => null,
            FormProof.Missing or FormProof.Expired or FormProof.Wrong => new Problem(422, "proof-expired"),
        };

    // The same page with everything that was typed, and why it was not taken.
    private async Task<IResult> RedrawAsync(HttpRequest request, Programme programme, Slot slot, SignUpForm form, Problem refusal, Language language, CancellationToken stop)
    {
        if (refusal.RetryAfterSeconds is { } seconds)
            request.HttpContext.Response.Headers.RetryAfter = $"{seconds}";
        var now = clock.GetUtcNow();
        var view = SlotView.Of(programme, slot, slot.FreeBy(await tallies.TryReadAsync(slot.Id, stop), now), now);
        var shown = slot.SignUpAt(now) == SignUpState.Open ? form : null;
        return Answers.PrivatePage<SlotPage>(new { View = view, programme.Festival, Language = language, Form = shown, Refusal = refusal }, refusal.Status);
    }
}
