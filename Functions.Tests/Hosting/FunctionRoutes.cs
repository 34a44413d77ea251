using Esik.Hosting.Standalone;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Esik.Hosting.Tests;

/// <summary>Which function the Functions host would call: the first by name whose method, route and constraints fit. It knows no "more specific".</summary>
public static class FunctionRoutes
{
    // Values that between them satisfy every constraint in use; a route that none of them fits is reported.
    private static readonly string[] Values = ["clay", "kk", "7", "ABCD-EFGH", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", ""];

    private static readonly DefaultInlineConstraintResolver Constraints = new(
        new ServiceCollection().AddRouting().BuildServiceProvider().GetRequiredService<IOptions<RouteOptions>>(),
        new ServiceCollection().BuildServiceProvider());

    public static IReadOnlyList<string> Parameters(HttpFunction function) => [.. TemplateParser.Parse(function.Route).Parameters.Select(parameter => parameter.Name!)];

    /// <summary>The function that answers, or null.</summary>
    public static HttpFunction? First(FunctionCatalogue catalogue, string method, string path) =>
        catalogue.All.OfType<HttpFunction>().FirstOrDefault(function => function.Methods.Contains(method, StringComparer.OrdinalIgnoreCase) && Fits(function.Route, path));

    /// <summary>One sentence for each function and method that no path reaches.</summary>
    public static IEnumerable<string> Unreachable(FunctionCatalogue catalogue)
    {
        foreach (var function in catalogue.All.OfType<HttpFunction>())
        {
            var paths = Paths(function.Route).Where(path => Fits(function.Route, path)).ToList();
            if (paths.Count == 0)
                yield return $"{function.Name}: no path fits its route {function.Route}";
            foreach (var method in function.Methods.Where(method => paths.Count > 0 && !paths.Any(path => First(catalogue, method, path) == function)))
                yield return $"{function.Name}: {method} {paths[0]} goes to {First(catalogue, method, paths[0])!.Name}";
        }
    }

    private static bool Fits(string route, string path)
    {
        var template = TemplateParser.Parse(route);
        var values = new RouteValueDictionary();
        return new TemplateMatcher(template, new RouteValueDictionary()).TryMatch(path, values)
            && template.Parameters.All(parameter => parameter.InlineConstraints.All(inline => Holds(inline.Constraint, parameter.Name!, values)));
    }

    private static bool Holds(string constraint, string name, RouteValueDictionary values) =>
        !values.ContainsKey(name) || Constraints.ResolveConstraint(constraint)!.Match(null, null, name, values, RouteDirection.IncomingRequest);

    private static IEnumerable<string> Paths(string route)
    {
        IEnumerable<string> paths = [""];
        foreach (var segment in TemplateParser.Parse(route).Segments)
            paths = [.. paths.SelectMany(path => Fill(segment), (path, text) => text.Length == 0 ? path : $"{path}/{text}")];
        return paths.Select(path => path.Length == 0 ? "/" : path);
    }

    private static IEnumerable<string> Fill(TemplateSegment segment)
    {
        IEnumerable<string> texts = [""];
        foreach (var part in segment.Parts)
            texts = [.. texts.SelectMany(_ => part.IsParameter ? Values : [part.Text!], (text, more) => text + more)];
        return texts;
    }
}
