using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Esik.Registrations.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Esik.Hosting.Tests;

/// <summary>
/// An OpenTelemetry collector on loopback that keeps every byte it is sent. In these messages texts stand as they are, so what a site
/// tells anybody can be searched without taking its word for what it sends.
/// </summary>
public sealed class TestCollector : IAsyncDisposable
{
    public const string Traces = "traces";
    public const string Measures = "metrics";
    public const string Logs = "logs";

    /// <summary>What Application Insights is sent, whatever the signal.</summary>
    public const string Azure = "track";

    private readonly ConcurrentQueue<(string Signal, string Text)> received = new();
    private readonly WebApplication application;

    private TestCollector(WebApplication application) => this.application = application;

    /// <summary>Settings of a site that tells this collector everything, and soon.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["OtlpEndpoint"] = application.Urls.Single(),
        ["OtlpTransport"] = "Http",
        ["TracesKeptPercent"] = "100",
        // Other tests of this process run side by side, and their spans go here as well: none may push ours out.
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000",
    };

    /// <summary>The connection string of whoever takes this collector for Application Insights.</summary>
    public string AzureConnection => $"InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint={application.Urls.Single()}/";

    public static async Task<TestCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new TestCollector(builder.Build());
        collector.application.Run(collector.KeepAsync);
        await collector.application.StartAsync();
        return collector;
    }

    /// <summary>Has a site hand over what it still holds.</summary>
    public static void Flush(TestSite site)
    {
        site.Get<TracerProvider>().ForceFlush();
        site.Get<MeterProvider>().ForceFlush();
        site.Get<LoggerProvider>().ForceFlush();
    }

    /// <summary>Waits until a text stands in a signal.</summary>
    public Task UntilAsync(TestSite site, string signal, string text) => SeatCheck.UntilAsync(
        () =>
        {
            Flush(site);
            return SignalsWith(text).Contains(signal);
        },
        $"{text} in {signal}");

    /// <summary>In which signals a text stands, as it is or as it would stand in an address; capitals or not.</summary>
    public IReadOnlyList<string> SignalsWith(string text) =>
        [.. received.Where(message => Stands(text, message.Text) || Stands(Uri.EscapeDataString(text), message.Text)).Select(message => message.Signal).Distinct().Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static bool Stands(string text, string message) => message.Contains(text, StringComparison.OrdinalIgnoreCase);

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var isPacked = context.Request.Headers.ContentEncoding == "gzip";
        await using var sent = isPacked ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await sent.CopyToAsync(body);
        received.Enqueue((context.Request.Path.Value!.Split('/')[^1], Encoding.UTF8.GetString(body.ToArray())));
        context.Response.ContentType = "application/x-protobuf";
    }
}
