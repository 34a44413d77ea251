using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Microsoft.AspNetCore.Http;

namespace Esik.Pages;

/// <summary>Refusals as pages, for a person with a browser.</summary>
public static class ProblemPages
{
    /// <param name="festival">Null where it is not known: then the page stands under Esik's own name.</param>
    public static IResult Of(Problem problem, Language language, Festival? festival = null) => new PageAnswer(problem, language, festival);

    // The refused address in the other languages: there may be no such page in those either, but a reader gets the refusal in them.
    private static string? Here(HttpRequest request) =>
        request.Path.Value!.Split('/', 3) is [_, var first, .. var rest] && LanguageCodes.Parse(first) is not null ? string.Concat(rest.Select(part => "/" + part)) : null;

    private sealed class PageAnswer(Problem problem, Language language, Festival? festival) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (problem.RetryAfterSeconds is { } seconds)
                httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Answers.PrivatePage<ProblemPage>(new { Problem = problem, Language = language, Festival = festival, Here = Here(httpContext.Request) }, problem.Status).ExecuteAsync(httpContext);
        }
    }
}
