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
        routes.DataSources.Add(new DefaultEndpointDataSource(functions.Select((function, order) => Endpoint(function, order, routes.ServiceProvider))));
    }

    private static Endpoint Endpoint(HttpFunction function, int order, IServiceProvider services)
    {
        var pattern = RoutePatternFactory.Parse(function.Route);
        var handler = RequestDelegateFactory.Create(
            function.Method,
            context => context.RequestServices.GetRequiredService(function.Class),
            new RequestDelegateFactoryOptions
            {
                ServiceProvider = services,
                RouteParameterNames = pattern.Parameters.Select(parameter => parameter.Name),
            });
        var endpoint = new RouteEndpointBuilder(handler.RequestDelegate, pattern, order) { DisplayName = function.Name };
        foreach (var metadata in handler.EndpointMetadata)
            endpoint.Metadata.Add(metadata);
        endpoint.Metadata.Add(new HttpMethodMetadata(function.Methods.Select(method => method.ToUpperInvariant())));
        return endpoint.Build();
    }
}
