using System.Net;
using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>Who sends a request: from which site, and from which network address.</summary>
public sealed class Callers(SiteSettings site)
{
    /// <summary>
    /// True for a request that changes something and that a browser sent from another site's page. A missing Origin is accepted:
    /// programs send none, and every browser of the last years sends one with a post.
    /// </summary>
    public bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "cross-site" or "same-site")
            return true;
        var origin = request.Headers.Origin.ToString();
        // A page that sends no referrer, as a ticket page, sends "null" here; then the browser's own word on the site counts.
        return origin.Length > 0 && (origin == "null" ? site is not ("same-origin" or "none") : !IsOwn(origin));
    }

    /// <summary>True when a browser sent this request and did not say from which page: then the form itself has to prove where it came from.</summary>
    public static bool HidesOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is var origin && (origin == "null" || (origin.Length == 0 && request.Headers.ContainsKey("Sec-Fetch-Site")));

    /// <summary>The caller's network address. X-Forwarded-For counts only as far as <see cref="SiteSettings.TrustedProxies"/> says, from the right.</summary>
    public string AddressOf(HttpRequest request)
    {
        var direct = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        if (site.TrustedProxies == 0)
            return direct.ToString();
        var forwarded = request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var hop = forwarded.Length >= site.TrustedProxies ? forwarded[^site.TrustedProxies] : "";
        return IPEndPoint.TryParse(hop, out var named) ? named.Address.ToString() : direct.ToString();
    }

    // At home the site is reached as localhost and as 127.0.0.1: a page from this machine and this port is no other site.
    private bool IsOwn(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (from.GetLeftPart(UriPartial.Authority) == site.Public.GetLeftPart(UriPartial.Authority)
            || (from.IsLoopback && site.Public.IsLoopback && from.Port == site.Public.Port));
}
