using Esik.Hosting;
using Esik.Languages;
using Esik.Pages;
using Esik.Registrations;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Programmes;

/// <summary>The programme's pages and their JSON. Whoever asks may see all of it.</summary>
public sealed class ProgrammeFunctions(Edge edge, IProgrammes programmes, Tallies tallies, FormProofs proofs, TimeProvider clock)
{
    [Function("Home")]
    public Task<IResult> Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{home:maxlength(0)?}")] HttpRequest request, string? home, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var programme = await programmes.CurrentAsync(stop);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return Results.Redirect("/" + Readers.LanguageOf(request, programme.Festival.Languages[0]).Code());
        });

    [Function("ProgrammePage")]
    public Task<IResult> Programme([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = LanguageCodes.Route)] HttpRequest request, string lang, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var language = Readers.Choose(request, lang);
            var programme = await programmes.CurrentAsync(stop);
            var counts = await CountsAsync(programme, stop);
            var filter = ProgrammeFilter.Parse(name => request.Query[name].FirstOrDefault(), programme);
            var view = ProgrammeView.Of(programme, filter, slot => counts.FreeOf(slot, clock.GetUtcNow()), clock.GetUtcNow());
            return Answers.PublicPage<ProgrammePage>(new { View = view, Language = language });
        });

    [Function("SlotPage")]
    public Task<IResult> Slot(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = LanguageCodes.Route + "/slots/{slotId}")] HttpRequest request, string lang, string slotId, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var language = Readers.Choose(request, lang);
            var programme = await programmes.CurrentAsync(stop);
            if (programme.SlotById(slotId) is not { } slot)
                return ProblemPages.Of(Problem.SlotNotFound, language, programme.Festival);
            var free = slot.FreeBy(slot.OpenEntrance ? null : await tallies.ReadAsync(slot.Id, stop), clock.GetUtcNow());
            var form = new SignUpForm(SignUp.NewRequestId(), proofs.Make(RegistrationFunctions.ProofPurpose, slot.Id));
            var view = SlotView.Of(programme, slot, free, clock.GetUtcNow());
            return Answers.PrivatePage<SlotPage>(new { View = view, programme.Festival, Language = language, Form = form });
        });

    [Function("PrivacyPage")]
    public Task<IResult> Privacy([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = LanguageCodes.Route + "/privacy")] HttpRequest request, string lang, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var language = Readers.Choose(request, lang);
            var programme = await programmes.CurrentAsync(stop);
            return Answers.PublicPage<PrivacyPage>(new { Language = language, programme.Festival });
        });

    [Function("ProgrammeJson")]
    public Task<IResult> Json([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/programme")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var programme = await programmes.CurrentAsync(stop);
            var counts = await CountsAsync(programme, stop);
            return Answers.PublicJson(ProgrammeDocument.Of(programme, counts, clock.GetUtcNow()));
        });

    [Function("SlotJson")]
    public Task<IResult> SlotJson([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/slots/{slotId}")] HttpRequest request, string slotId, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            var programme = await programmes.CurrentAsync(stop);
            if (programme.SlotById(slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound);
            var tally = slot.OpenEntrance ? null : await tallies.ReadAsync(slot.Id, stop);
            return Answers.PublicJson(SlotDocument.Of(programme.Festival, slot, tally, clock.GetUtcNow()));
        });

    private Task<IReadOnlyDictionary<string, Tally>> CountsAsync(Programme programme, CancellationToken stop) =>
        tallies.ReadAsync(programme.Slots.Where(slot => !slot.OpenEntrance).Select(slot => slot.Id), stop);
}
