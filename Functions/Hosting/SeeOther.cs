using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>303: look at this page next, with GET. The path is one of this site's own, made by Esik and never by a caller.</summary>
public sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
