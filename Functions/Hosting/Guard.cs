using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>
/// Strict headers on every answer, and compression. Both hosts run it in their ASP.NET Core pipeline. It must never short-circuit:
/// the Functions host would wait 15 seconds for a function that was not reached.
/// </summary>
public sealed class Guard(SiteSettings site) : IStartupFilter
{
    /// <summary>No script, no style, no picture from anywhere else, none inline, and no page of ours inside another's.</summary>
    public const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>As <see cref="PagePolicy"/>, and what the door app needs: its own script, the decoder's WebAssembly, the camera's pictures.</summary>
    public const string DoorPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseResponseCompression();
        app.Use(AddHeaders);
        next(app);
    };

    private Task AddHeaders(HttpContext context, Func<Task> next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var isDoor = context.Request.Path.StartsWithSegments("/door");
            // A function may set a policy of its own: the mailbox shows a mail's HTML in a sandbox.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = isDoor ? DoorPolicy : PagePolicy;
            headers.XContentTypeOptions = "nosniff";
            // Pages that can post say where they are, but only to this site; a ticket's address is nobody else's business.
            headers["Referrer-Policy"] = context.Request.Path.Value?.Contains("/tickets/", StringComparison.Ordinal) == true ? "no-referrer" : "same-origin";
            headers["Permissions-Policy"] = isDoor ? "camera=(self), screen-wake-lock=(self)" : "camera=(), microphone=(), geolocation=()";
            // The door's worker lies in /door/ and opens /door itself without a network.
            if (isDoor)
                headers["Service-Worker-Allowed"] = "/door";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (site.Public.Scheme == Uri.UriSchemeHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        });
        return next();
    }
}
