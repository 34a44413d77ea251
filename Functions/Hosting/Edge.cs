using System.Diagnostics;
using System.Runtime.CompilerServices;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>
/// The rim of every HTTP function. In the Functions host a function that throws would answer an empty 200, so nothing may pass here:
/// busy storage becomes 503, a bug becomes 500, and both are logged by the function's name, never by the address that was asked for.
/// </summary>
public sealed partial class Edge(ILogger<Edge> logger, Callers callers)
{
    /// <summary>Answers a request with what <paramref name="answer"/> gives. Refuses posts that another site's page sent.</summary>
    public async Task<IResult> Answer(HttpRequest request, Func<Task<IResult>> answer, [CallerMemberName] string function = "")
    {
        // The Functions host calls a function apart from its request, whose span is then not the current one. What is set here ends with this method.
        Activity.Current ??= request.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            if (callers.IsForeign(request))
                return Refuse(request, Problem.ForeignOrigin);
            return await answer();
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(499);
        }
        catch (Exception outage) when (outage is BusyException || StorageOutage.Is(outage, request.HttpContext.RequestAborted))
        {
            LogBusy(logger, function);
            return Refuse(request, Problem.Busy());
        }
        catch (ProgrammeMissingException)
        {
            return Refuse(request, new Problem(503, "programme-missing"));
        }
        catch (BadHttpRequestException mistake)
        {
            return Refuse(request, mistake.StatusCode == 413 ? Problem.TooLarge : new Problem(400, "bad-request"));
        }
#pragma warning disable CA1031 // This is the edge: whatever happened, the guest gets an answer and the log gets the reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, function);
            return Refuse(request, Problem.Failed);
        }
    }

    /// <summary>A refusal as a page for browsers that ask for one, else as problem details.</summary>
    public static IResult Refuse(HttpRequest request, Problem problem)
    {
        var language = Readers.LanguageOf(request);
        return Readers.WantsPage(request) ? Pages.ProblemPages.Of(problem, language) : problem.AsResult(language);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: storage is busy, the caller was asked to come again.")]
    private static partial void LogBusy(ILogger logger, string function);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string function);
}
