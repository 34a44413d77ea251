using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>
/// Draws pages and mails. Their components get what they show and no services: ASP.NET Core's own for components would bring in forms,
/// navigation and keys that nobody here uses, and cost time at every start. Safe for use by several threads.
/// </summary>
public sealed class RazorText(HtmlEncoder encoder, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddSingleton(encoder).AddSingleton<IComponentActivator, ByConstructor>().BuildServiceProvider();

    public async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    // Blazor's own compiles, for each component, a function that looks for services; these take none.
    private sealed class ByConstructor : IComponentActivator
    {
        public IComponent CreateInstance(Type componentType) => (IComponent)Activator.CreateInstance(componentType)!;
    }
}
