using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Esik.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Esik.Hosting;

/// <summary>Sends traces, measures and logs to a collector, to Azure, or to both, as the settings say. Without an address nothing of it is there.</summary>
public static class Telemetry
{
    private const string ServiceName = "esik";

    /// <summary>Every signal to every address. In the Functions host too the site sends its logs itself: that host throws away what is logged outside of a call.</summary>
    public static void AddTelemetry(this IServiceCollection services)
    {
        var settings = (TelemetrySettings)services.Single(service => service.ServiceType == typeof(TelemetrySettings)).ImplementationInstance!;
        if (!settings.ToAzure && !settings.ToCollector)
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString()))
            .WithTracing(traces => AddTraces(traces, settings))
            .WithMetrics(measures => AddMeasures(measures, settings))
            .WithLogging(logs => AddLogs(logs, settings), options => options.IncludeFormattedMessage = true);
        services.AddLogging(FilterLogs);
    }

    // Exceptions are in the logs; on a span their messages would pass the guard by.
    internal static void AddTraces(TracerProviderBuilder traces, TelemetrySettings settings)
    {
        traces.AddSource(Traces.SourceName)
            .AddAspNetCoreInstrumentation(web => web.RecordException = false)
            .AddProcessor<SpanGuard>();
        if (settings.ToCollector)
            traces.AddOtlpExporter(collector => Address(collector, settings, "v1/traces"));
        if (settings.ToAzure)
            traces.AddAzureMonitorTraceExporter(azure => Address(azure, settings));
        // After Azure's exporter, which brings a sampler of its own. Whoever calls from outside may say that the trace is to be kept, or, as
        // the Functions host does of each, that it is not: neither is for them to say.
        var kept = new TraceIdRatioBasedSampler(settings.TracesKeptPercent / 100.0);
        traces.SetSampler(new ParentBasedSampler(kept, remoteParentSampled: kept, remoteParentNotSampled: kept));
    }

    private static void AddMeasures(MeterProviderBuilder measures, TelemetrySettings settings)
    {
        measures.AddMeter(Measures.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime");
        if (settings.ToCollector)
            measures.AddOtlpExporter(collector => Address(collector, settings, "v1/metrics"));
        if (settings.ToAzure)
            measures.AddAzureMonitorMetricExporter(azure => Address(azure, settings));
    }

    private static void AddLogs(LoggerProviderBuilder logs, TelemetrySettings settings)
    {
        if (settings.ToCollector)
            logs.AddOtlpExporter(collector => Address(collector, settings, "v1/logs"));
        if (settings.ToAzure)
            logs.AddAzureMonitorLogExporter(azure => Address(azure, settings));
    }

    // Whatever a host says of levels: the web server writes the path of each request, with a ticket's key in it.
    private static void FilterLogs(ILoggingBuilder logging)
    {
        foreach (var others in (string[])["Azure", "Microsoft", "System"])
            logging.AddFilter<OpenTelemetryLoggerProvider>(others, LogLevel.Warning);
    }

    private static void Address(OtlpExporterOptions collector, TelemetrySettings settings, string path)
    {
        var address = new Uri(settings.OtlpEndpoint.TrimEnd('/') + "/");
        collector.Protocol = settings.OtlpTransport == OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        collector.Endpoint = settings.OtlpTransport == OtlpTransport.Grpc ? address : new Uri(address, path);
        if (settings.OtlpHeaders.Length > 0)
            collector.Headers = settings.OtlpHeaders;
    }

    // Nothing is kept on a disk that others may read, and nothing is sent but what is listed here.
    private static void Address(AzureMonitorExporterOptions azure, TelemetrySettings settings)
    {
        azure.ConnectionString = settings.APPLICATIONINSIGHTS_CONNECTION_STRING;
        if (settings.Identity is { } identity)
            azure.Credential = new ManagedIdentityCredential(identity);
        azure.DisableOfflineStorage = true;
        azure.EnableLiveMetrics = false;
        // Which traces are kept is not the exporter's to choose: unless told so, it takes five a second.
        azure.TracesPerSecond = null;
        azure.SamplingRatio = 1;
        // Unless told so, it throws away what is logged in a trace that is not kept: nine of ten lines, and alerts live on them.
        azure.EnableTraceBasedLogsSampler = false;
    }
}
