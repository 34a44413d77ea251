using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>
/// Renders a component outside any request: mails are written by queue functions. Such a component gets no services: the application's
/// own would bring in forms, navigation and all that belongs to a request. Safe for use by several threads.
/// </summary>
public sealed class RazorText(HtmlEncoder encoder, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddSingleton(encoder).BuildServiceProvider();

    public async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
