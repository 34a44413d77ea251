using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Esik.Hosting.Standalone;

/// <summary>
/// A route's <c>regex(…)</c>, as ASP.NET Core and the Functions host have it. Theirs is compiled at its first use, which the first guest
/// of a process waits for; for the few letters of an address that never pays.
/// </summary>
public sealed class PatternConstraint(string pattern) : IRouteConstraint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex regex = new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patience);

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && regex.IsMatch(text);
}
