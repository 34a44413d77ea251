using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Esik.Hosting.Standalone;

/// <summary>
/// A route's <c>regex(…)</c>, as ASP.NET Core and the Functions host have it. Theirs is compiled at its first use, which the first guest
/// of a process waits for; for the few letters of an address that never pays, and for a choice of words, as <c>^(kk|ru|en)$</c>, no
/// expression is made at all.
/// </summary>
public sealed class PatternConstraint : IRouteConstraint
{
    private const string Begin = "^(";
    private const string End = ")$";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Func<string, bool> fits;

    public PatternConstraint(string pattern)
    {
        var words = pattern.StartsWith(Begin, StringComparison.Ordinal) && pattern.EndsWith(End, StringComparison.Ordinal) ? pattern[Begin.Length..^End.Length].Split('|') : [];
        if (words.Length > 0 && words.All(word => word.Length > 0 && word.All(char.IsAsciiLetterOrDigit)))
            fits = text => words.Contains(text, StringComparer.OrdinalIgnoreCase);
        else
            fits = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patience).IsMatch;
    }

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && fits(text);
}
