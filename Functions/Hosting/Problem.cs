using Esik.Languages;
using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>
/// A refusal in the form of RFC 9457. <see cref="Code"/> is stable and stands in docs/answers.md; title and detail come from the
/// catalogue (<c>problem.{code}</c>, <c>problem.{code}.detail</c>) in the caller's language. <see cref="Field"/> names the input at fault.
/// </summary>
public sealed record Problem(int Status, string Code, string? Field = null, int? RetryAfterSeconds = null)
{
    /// <summary>Values for the places in the texts.</summary>
    public (string Name, object Value)[] Values { get; init; } = [];

    /// <summary>Further refusals of the same request, when several fields are wrong.</summary>
    public IReadOnlyList<Problem> Others { get; init; } = [];

    public static readonly Problem NotFound = new(404, "not-found");
    public static readonly Problem SlotNotFound = new(404, "slot-not-found");
    public static readonly Problem TooLarge = new(413, "too-large");
    public static readonly Problem NotJson = new(400, "not-json");
    public static readonly Problem NotUtf8 = new(400, "not-utf8");
    public static readonly Problem WrongMediaType = new(415, "wrong-media-type");
    public static readonly Problem ForeignOrigin = new(403, "foreign-origin");
    public static readonly Problem SignInNeeded = new(401, "sign-in-needed");
    public static readonly Problem NotAnOrganizer = new(403, "not-an-organizer");
    public static readonly Problem FormExpired = new(403, "form-expired");
    public static readonly Problem FormNotOurs = new(403, "form-not-ours");
    public static readonly Problem Failed = new(500, "failed");

    /// <summary>Storage did not answer in time or too many wait: nothing was promised, the same request may be repeated.</summary>
    public static Problem Busy(int retryAfterSeconds = 5) => new(503, "busy", RetryAfterSeconds: retryAfterSeconds) { Values = [("n", retryAfterSeconds)] };

    /// <summary>Whole seconds to wait, at least one.</summary>
    public static int SecondsUntil(DateTimeOffset then, DateTimeOffset now) => Math.Max(1, (int)Math.Ceiling((then - now).TotalSeconds));

    /// <summary>Null when the form may be taken.</summary>
    public static Problem? OfProof(FormProof proof) => proof switch
    {
        FormProof.Valid => null,
        FormProof.Expired => FormExpired,
        FormProof.Missing or FormProof.Wrong => FormNotOurs,
    };

    public static Problem TooMany(int retryAfterSeconds) => new(429, "too-many", RetryAfterSeconds: retryAfterSeconds);

    public string Title(Language language) => Texts.Catalogue.Say(language, "problem." + Code, Values);

    /// <summary>As <see cref="Title"/>, on a page that has kept what was typed: it says so where that is good to know.</summary>
    public string TitleBesideForm(Language language)
    {
        var key = $"problem.{Code}.kept";
        return Texts.Catalogue.Has(key) ? Texts.Catalogue.Say(language, key, Values) : Title(language);
    }

    /// <summary>What the caller can do about it, where there is more to say than the title.</summary>
    public string? Detail(Language language)
    {
        var key = $"problem.{Code}.detail";
        return Texts.Catalogue.Has(key) ? Texts.Catalogue.Say(language, key, Values) : null;
    }

    /// <summary>The problem as an HTTP answer in the caller's language.</summary>
    public IResult AsResult(Language language) => new ProblemAnswer(this, language);

    private sealed class ProblemAnswer(Problem problem, Language language) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            if (problem.RetryAfterSeconds is { } seconds)
                response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            response.Headers.ContentLanguage = language.Code();
            response.Headers.CacheControl = "no-store";
            if (problem.Status == 401)
                response.Headers.WWWAuthenticate = "Bearer";
            var body = new
            {
                type = "about:blank",
                title = problem.Title(language),
                detail = problem.Detail(language),
                status = problem.Status,
                code = problem.Code,
                field = problem.Field,
                errors = problem.Others.Count == 0 ? null : problem.Others.Select(other => new { code = other.Code, field = other.Field, title = other.Title(language) }),
            };
            return Results.Json(body, EsikJson.Options, "application/problem+json", problem.Status).ExecuteAsync(httpContext);
        }
    }
}
