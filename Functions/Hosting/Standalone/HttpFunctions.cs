using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting.Standalone;

/// <summary>Maps HTTP functions as endpoints. As in the Functions host, the first function by name whose route matches answers.</summary>
public static class HttpFunctions
{
    public static void MapFunctions(this IEndpointRouteBuilder routes)
    {
        var functions = routes.ServiceProvider.GetRequiredService<FunctionCatalogue>().All.OfType<HttpFunction>().ToList();
        routes.DataSources.Add(new DefaultEndpointDataSource(functions.Select(Endpoint)));
    }

    // Functions take so few kinds of parameters that binding them by hand is short. ASP.NET Core's own binder compiles an expression for
    // each function, which took a third of the time until the first answer.
    private static Endpoint Endpoint(HttpFunction function, int order)
    {
        var bindings = function.Method.GetParameters().Select(Binding).ToArray();
        var invoker = MethodInvoker.Create(function.Method);
        var endpoint = new RouteEndpointBuilder(AnswerAsync, RoutePatternFactory.Parse(function.Route), order) { DisplayName = function.Name };
        endpoint.Metadata.Add(new HttpMethodMetadata(function.Methods.Select(method => method.ToUpperInvariant())));
        return endpoint.Build();

        async Task AnswerAsync(HttpContext context)
        {
            var arguments = Array.ConvertAll(bindings, binding => binding(context));
            var returned = invoker.Invoke(context.RequestServices.GetRequiredService(function.Class), arguments.AsSpan());
            await (returned is Task<IResult> later ? await later : (IResult)returned!).ExecuteAsync(context);
        }
    }

    private static Func<HttpContext, object?> Binding(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var name = parameter.Name!;
        return type == typeof(HttpRequest) ? context => context.Request
            : type == typeof(CancellationToken) ? context => context.RequestAborted
            : type == typeof(string) ? context => Text(context)
            : type == typeof(int) ? context => int.Parse(Text(context)!, CultureInfo.InvariantCulture)
            : type == typeof(Guid) ? context => Guid.Parse(Text(context)!)
            : throw new InvalidOperationException($"A function takes the request, values of its route and a stop, not a {type.Name}.");

        string? Text(HttpContext context) => context.Request.RouteValues[name]?.ToString();
    }
}
