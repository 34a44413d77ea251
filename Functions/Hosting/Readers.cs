using Esik.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Esik.Hosting;

/// <summary>In which language, and in which form, somebody wants an answer.</summary>
public static class Readers
{
    public const string LanguageCookie = "esik-language";

    /// <summary>The language in the address, else the cookie, else Accept-Language, else <paramref name="otherwise"/>.</summary>
    public static Language LanguageOf(HttpRequest request, Language otherwise = Language.Kazakh) =>
        LanguageCodes.Parse(request.Path.Value?.Split('/', 3) is [_, var first, ..] ? first : null)
        ?? LanguageCodes.Parse(request.Cookies[LanguageCookie])
        ?? Accepted(request)
        ?? otherwise;

    /// <summary>True for a browser that opens a page; API addresses always answer in JSON.</summary>
    public static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html");

    private static Language? Accepted(HttpRequest request)
    {
        var wishes = request.GetTypedHeaders().AcceptLanguage;
        return wishes.OrderByDescending(wish => wish.Quality ?? 1).Select(Primary).FirstOrDefault(language => language is not null);
    }

    private static Language? Primary(StringWithQualityHeaderValue wish) => LanguageCodes.Parse(wish.Value.Value?.Split('-')[0]);
}
