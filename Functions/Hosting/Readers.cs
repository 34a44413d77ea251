using Esik.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Esik.Hosting;

/// <summary>In which language, and in which form, somebody wants an answer.</summary>
public static class Readers
{
    public const string LanguageCookie = "esik-language";

    private const int CookieDays = 180;

    /// <summary>The language in the address, else the cookie, else Accept-Language, else <paramref name="otherwise"/>.</summary>
    public static Language LanguageOf(HttpRequest request, Language otherwise = Language.Kazakh) =>
        LanguageCodes.Parse(request.Path.Value?.Split('/', 3) is [_, var first, ..] ? first : null)
        ?? LanguageCodes.Parse(request.Cookies[LanguageCookie])
        ?? Accepted(request)
        ?? otherwise;

    /// <summary>True for a browser that opens a page; API addresses always answer in JSON.</summary>
    public static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html");

    /// <summary>The language of the page that somebody opens. A browser that has not chosen it yet is told to remember it for the next visit to the home page.</summary>
    public static Language Choose(HttpRequest request, string lang)
    {
        var language = LanguageCodes.Parse(lang) ?? throw new ArgumentException("The route lets no other language through.", nameof(lang));
        if (request.Cookies[LanguageCookie] != language.Code())
        {
            request.HttpContext.Response.Cookies.Append(LanguageCookie, language.Code(), new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(CookieDays),
                SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                Secure = request.HttpContext.RequestServices.GetRequiredService<SiteSettings>().Public.Scheme == Uri.UriSchemeHttps,
            });
        }
        return language;
    }

    private static Language? Accepted(HttpRequest request)
    {
        var wishes = request.GetTypedHeaders().AcceptLanguage;
        return wishes.OrderByDescending(wish => wish.Quality ?? 1).Select(Primary).FirstOrDefault(language => language is not null);
    }

    private static Language? Primary(StringWithQualityHeaderValue wish) => LanguageCodes.Parse(wish.Value.Value?.Split('-')[0]);
}
