using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting.Standalone;

/// <summary>All functions of the application on Kestrel: HTTP, queues and timers.</summary>
public static class StandaloneSite
{
    /// <param name="listen"></param>
    /// <param name="settings">Settings that go before those of the environment.</param>
    /// <param name="configure">A last word on the services, for tests that put in a clock.</param>
    /// <param name="functions">Other functions than the application's own, for tests of the host itself.</param>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string listen, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? configure = null, FunctionCatalogue? functions = null)
    {
        functions ??= FunctionCatalogue.Application;
        // Settings come from the environment alone: without files of its own to read and to watch, a start takes less.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables();
        AddSettings(builder.Configuration, settings);
        builder.WebHost.UseKestrelCore().UseUrls(listen);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Bodies.RequestBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.Services.AddRouting(routing => routing.SetParameterPolicy<PatternConstraint>("regex"));
        builder.Services.AddEsik(builder.Configuration);
        builder.Services.AddSingleton(functions);
        foreach (var functionClass in functions.Classes)
            builder.Services.AddScoped(functionClass);
        builder.Services.AddSingleton(QueueRules.FromHostJson());
        builder.Services.AddSingleton<Traffic>();
        builder.Services.AddHostedService<QueueFunctions>();
        builder.Services.AddHostedService<TimerFunctions>();
        configure?.Invoke(builder.Services);
        var site = builder.Build();
        CountTraffic(site, site.Services.GetRequiredService<Traffic>());
        site.UseRouting();
        site.MapFunctions();
        return site;
    }

    /// <summary>Adds settings that go before those which are there.</summary>
    public static void AddSettings(IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?> settings) =>
        configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(EsikSettings.KeyOf(setting.Key), setting.Value)));

    private static void CountTraffic(WebApplication site, Traffic traffic) => site.Use(async (context, next) =>
    {
        traffic.Enter();
        try
        {
            await next(context);
        }
        finally
        {
            traffic.Leave();
        }
    });
}
