using Esik.Hosting;
using Esik.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Esik.Pages;

/// <summary>Refusals as pages, for a person with a browser.</summary>
public static class ProblemPages
{
    public static IResult Of(Problem problem, Language language) => new PageAnswer(problem, language);

    private sealed class PageAnswer(Problem problem, Language language) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (problem.RetryAfterSeconds is { } seconds)
                httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            httpContext.Response.Headers.CacheControl = "no-store";
            var page = new RazorComponentResult<ProblemPage>(new { Problem = problem, Language = language }) { StatusCode = problem.Status, PreventStreamingRendering = true };
            return page.ExecuteAsync(httpContext);
        }
    }
}
