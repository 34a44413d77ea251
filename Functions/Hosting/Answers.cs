using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Esik.Hosting;

/// <summary>How pages and JSON leave the site.</summary>
public static class Answers
{
    private const string Html = "text/html; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";

    /// <summary>
    /// A page that shows nothing of a person. The browser may keep it, and asks each time whether it still holds: on a slow network
    /// the answer "not modified" is most of the saving.
    /// </summary>
    public static IResult PublicPage<TPage>(object parameters)
        where TPage : IComponent => new Validated(Html, context => RenderAsync<TPage>(context, parameters));

    /// <summary>JSON that says nothing of a person, kept and asked for as <see cref="PublicPage{TPage}"/>.</summary>
    public static IResult PublicJson(object value) =>
        new Validated(Json, _ => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(value, EsikJson.Options)));

    /// <summary>A page that nobody may keep: it has a form, or shows what is a guest's own.</summary>
    public static IResult PrivatePage<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new Private<TPage>(parameters, status);

    /// <summary>Headers of whatever is a guest's own: kept by no cache, found by no search engine.</summary>
    public static void KeepPrivate(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
    }

    // An anonymous object's properties by name.
    private static async Task<byte[]> RenderAsync<TPage>(HttpContext context, object parameters)
        where TPage : IComponent =>
        Encoding.UTF8.GetBytes(await context.RequestServices.GetRequiredService<RazorText>().RenderAsync<TPage>(new RouteValueDictionary(parameters)));

    private sealed class Validated(string type, Func<HttpContext, Task<byte[]>> content) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var bytes = await content(httpContext);
            // Weak, because compression changes the bytes on their way.
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"", isWeak: true);
            var response = httpContext.Response;
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "private, no-cache";
            if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            response.ContentType = type;
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }

    private sealed class Private<TPage>(object parameters, int status) : IResult
        where TPage : IComponent
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var bytes = await RenderAsync<TPage>(httpContext, parameters);
            var response = httpContext.Response;
            response.Headers.CacheControl = "no-store";
            response.StatusCode = status;
            response.ContentType = Html;
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
