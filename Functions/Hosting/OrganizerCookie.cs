using Esik.Organizers;
using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>The cookie in which an organizer's browser keeps its session's token. On https no other host and no plain connection can set or see it.</summary>
public sealed class OrganizerCookie(SiteSettings site)
{
    private readonly bool isSecure = site.Public.Scheme == Uri.UriSchemeHttps;

    public string Name => isSecure ? "__Host-esik-organizer" : "esik-organizer";

    /// <summary>The bearer token if the request has one, else the cookie; null when it has neither.</summary>
    public string? TokenOf(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : request.Cookies[Name];
    }

    public void Set(HttpResponse response, string token) => response.Cookies.Append(Name, token, Options(OrganizerSession.Lifetime));

    public void Clear(HttpResponse response) => response.Cookies.Append(Name, "", Options(TimeSpan.Zero));

    private CookieOptions Options(TimeSpan lifetime) =>
        new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = isSecure, MaxAge = lifetime };
}
