using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Esik.Hosting;

/// <summary>Esik as an Azure Functions application: the isolated worker with ASP.NET Core integration.</summary>
public static class EsikHost
{
    /// <returns>1 when a setting is missing or wrong; standard error says which.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        try
        {
            builder.Services.AddEsik(builder.Configuration);
            WarmStart.Use(builder.Services);
            builder.Services.Configure<KestrelServerOptions>(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = Bodies.RequestBytesMax;
            });
            // Esik sends its logs itself; the host's copies, which lack all that is logged outside of a call, would be second ones.
            builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerApplicationInsightsLoggingEnabled"] = bool.TrueString);
            // The worker would trust X-Forwarded-For from anybody; here TrustedProxies alone decides, in Callers.
            builder.Services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedProto);
        }
        catch (SettingsException mistakes)
        {
            await Console.Error.WriteLineAsync(mistakes.Message);
            return 1;
        }
        await builder.Build().RunAsync();
        return 0;
    }
}
