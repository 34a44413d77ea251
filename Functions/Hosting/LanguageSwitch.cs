using Esik.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Esik.Hosting;

/// <summary>For pages without a language in their address: <c>?lang=kk</c> keeps the choice in a cookie and opens the same page.</summary>
public sealed class LanguageSwitch(SiteSettings site)
{
    private const string Parameter = "lang";

    /// <summary>This page's path and query, without the switch.</summary>
    public static string Here(HttpRequest request)
    {
        var rest = new QueryBuilder(request.Query.Where(value => value.Key != Parameter).SelectMany(value => value.Value, (value, text) => KeyValuePair.Create(value.Key, text ?? "")));
        return request.Path.ToUriComponent() + rest.ToQueryString().ToUriComponent();
    }

    /// <summary>The way back to the page, in the chosen language; null when no language was chosen.</summary>
    public IResult? Of(HttpRequest request)
    {
        if (LanguageCodes.Parse(request.Query[Parameter]) is not { } language)
            return null;
        request.HttpContext.Response.Cookies.Append(Readers.LanguageCookie, language.Code(), new CookieOptions
        {
            Path = "/",
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = site.Public.Scheme == Uri.UriSchemeHttps,
            HttpOnly = true,
        });
        return new SeeOther(Here(request));
    }
}
