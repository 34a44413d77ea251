using System.Diagnostics;
using System.Diagnostics.Metrics;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace Esik.Signals.Tests;

/// <summary>What leaves a site for a collector: that it does, and what does not. The whole day's search is in <see cref="Esik.Tests.WholeDayTests"/>.</summary>
public sealed class TelemetryTests
{
    private const string Secret = "route.guest@example.org";

    [Fact]
    public async Task Without_an_address_nothing_collects()
    {
        await using var site = await TestSite.StartAsync();

        Assert.Null(site.Services.GetService<TracerProvider>());
        Assert.Null(site.Services.GetService<OpenTelemetry.Metrics.MeterProvider>());
        Assert.Null(site.Services.GetService<LoggerProvider>());
    }

    // The control of every search: what is planted in one signal is found there, and nowhere else.
    [Fact]
    public async Task What_leaks_into_a_signal_is_found()
    {
        await using var collector = await TestCollector.StartAsync();
        await using var site = await TestSite.StartAsync(new() { Settings = collector.Settings });
        using var source = new ActivitySource(Traces.SourceName);
        using (source.StartActivity("span of span.guest@example.org"))
        {
        }
        using var meter = new Meter(Measures.MeterName);
        meter.CreateCounter<int>("esik.leak").Add(1, new KeyValuePair<string, object?>("guest", "Басқа Өлшем"));
        site.Get<ILogger<TelemetryTests>>().LogWarning("Told of {Address}.", "log.guest@example.org");
        TestCollector.Flush(site);

        Assert.Equal([TestCollector.Traces], collector.SignalsWith("span.guest@example.org"));
        Assert.Equal([TestCollector.Measures], collector.SignalsWith("Басқа Өлшем"));
        Assert.Equal([TestCollector.Logs], collector.SignalsWith("log.guest@example.org"));
        Assert.Equal([], collector.SignalsWith("nobody@example.org"));
    }

    [Fact]
    public async Task A_request_is_known_by_its_route_alone()
    {
        await using var collector = await TestCollector.StartAsync();
        await using var site = await TestSite.StartAsync(new() { Settings = collector.Settings });
        await site.ImportAsync(TestProgramme.Of(TimeProvider.System.GetUtcNow(), TestProgramme.Slot("clay", TimeProvider.System.GetUtcNow())));
        foreach (var path in (string[])[$"/kk/tickets/{Secret}", $"/nowhere/{Secret}", $"/organizer/sign-in?token={Secret}", $"/kk?{Secret}={Secret}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.Add("User-Agent", "Phone-of-" + Secret.Split('@')[0]);
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.Add("tracestate", "esik=" + Secret.Split('@')[0]);
            (await site.Client.SendAsync(request)).Dispose();
        }

        // A span ends a moment after its answer was sent.
        await collector.UntilAsync(site, TestCollector.Traces, "tickets/{key}");
        await collector.UntilAsync(site, TestCollector.Traces, "organizer/sign-in");
        Assert.Equal([], collector.SignalsWith(Secret.Split('@')[0]));
    }

    [Fact]
    public void A_new_tag_stays_until_somebody_has_looked_at_it()
    {
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "guard", Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("guard");
        using var around = source.StartActivity("request")!;
        around.TraceStateString = "a=" + Secret;
        using var span = source.StartActivity("storage")!;
        span.SetTag("url.path", Secret).SetTag("http.route", "{lang}").SetTag("user.email", Secret);
        using var guard = new SpanGuard();
        guard.OnEnd(span);

        Assert.Equal(["http.route"], span.TagObjects.Select(tag => tag.Key));
        Assert.Equal("", span.TraceStateString);
    }

    // Azure's exporter would put a sampler of five traces a second in the place of ours.
    [Theory]
    [InlineData(100, 200)]
    [InlineData(0, 0)]
    public void As_many_traces_are_kept_for_azure_as_the_setting_says(int percent, int kept)
    {
        var name = $"sampled {percent} {Guid.NewGuid()}";
        using var source = new ActivitySource(name);
        var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(name);
        Telemetry.AddTraces(builder, new TelemetrySettings
        {
            TracesKeptPercent = percent,
            APPLICATIONINSIGHTS_CONNECTION_STRING = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9/",
        });
        using var provider = builder.Build();

        Assert.Equal(kept, Enumerable.Range(0, 200).Count(_ =>
        {
            using var span = source.StartActivity("request");
            return span is { Recorded: true };
        }));
    }

    // The Functions host sends a flag with each request, for its own traces.
    [Theory]
    [InlineData(100, ActivityTraceFlags.None, true)]
    [InlineData(100, ActivityTraceFlags.Recorded, true)]
    [InlineData(0, ActivityTraceFlags.None, false)]
    [InlineData(0, ActivityTraceFlags.Recorded, false)]
    public void What_a_caller_says_of_keeping_does_not_count(int percent, ActivityTraceFlags said, bool isKept)
    {
        var name = $"called {percent} {said} {Guid.NewGuid()}";
        using var source = new ActivitySource(name);
        var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(name);
        Telemetry.AddTraces(builder, new TelemetrySettings { TracesKeptPercent = percent });
        using var provider = builder.Build();
        using var span = source.StartActivity("request", ActivityKind.Server, new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), said, isRemote: true));

        Assert.Equal(isKept, span is { Recorded: true });
    }

    // The Functions host keeps only what is logged within a call, and a slot's writer belongs to none; Azure's exporter would keep only what
    // is logged in a trace that is kept. Alerts look for the message of a row of AppTraces.
    [Fact]
    public async Task Azure_hears_what_is_logged_within_a_call_or_outside_whether_its_trace_is_kept_or_not()
    {
        await using var collector = await TestCollector.StartAsync();
        await using var worker = Worker(new() { APPLICATIONINSIGHTS_CONNECTION_STRING = collector.AzureConnection });
        var logger = worker.GetRequiredService<ILogger<TelemetryTests>>();
        logger.LogError("A mail of batch {Batch} was not sent.", 7);
        using (var call = new Activity("call") { ActivityTraceFlags = ActivityTraceFlags.None }.Start())
            logger.LogError("A mail of batch {Batch} was not sent.", 8);
        worker.GetRequiredService<LoggerProvider>().ForceFlush();

        Assert.All((int[])[7, 8], batch => Assert.Equal(
            [TestCollector.Azure], collector.SignalsWith($"\"baseType\":\"MessageData\",\"baseData\":{{\"ver\":2,\"message\":\"A mail of batch {batch} was not sent.\"")));
    }

    // A host's own levels may let them through, as the isolated worker's do.
    [Fact]
    public async Task What_the_web_server_says_of_a_request_goes_nowhere()
    {
        await using var collector = await TestCollector.StartAsync();
        await using var worker = Worker(new() { OtlpEndpoint = collector.Settings["OtlpEndpoint"]!, OtlpTransport = OtlpTransport.Http });
        var logs = worker.GetRequiredService<ILoggerFactory>();
        logs.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").LogInformation("Request starting {Path}", Secret);
        logs.CreateLogger<TelemetryTests>().LogInformation("Somebody else's words.");
        worker.GetRequiredService<LoggerProvider>().ForceFlush();

        Assert.Equal([TestCollector.Logs], collector.SignalsWith("Somebody else's words."));
        Assert.Equal([], collector.SignalsWith(Secret));
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_holds_nobody_up()
    {
        await using var site = await TestSite.StartAsync(new() { Settings = new Dictionary<string, string?> { ["OtlpEndpoint"] = "http://127.0.0.1:9", ["TracesKeptPercent"] = "100" } });
        await site.ImportAsync(TestProgramme.Of(TimeProvider.System.GetUtcNow(), TestProgramme.Slot("clay", TimeProvider.System.GetUtcNow())));

        Assert.Equal("confirmed", (await new TestGuest("guest@example.org").RegisterAsync(site, "clay")).Answer);
    }

    [Theory]
    [InlineData("OtlpEndpoint", "collector")]
    [InlineData("OtlpHeaders", "just-the-key")]
    [InlineData("TracesKeptPercent", "1010")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "a-key-without-its-name")]
    public async Task A_wrong_setting_is_named_and_not_shown(string name, string value)
    {
        var mistakes = await Assert.ThrowsAsync<SettingsException>(() => TestSite.StartAsync(new() { Connection = "UseDevelopmentStorage=true", Settings = new Dictionary<string, string?> { [name] = value } }));

        Assert.StartsWith(name + ":", Assert.Single(mistakes.Mistakes), StringComparison.Ordinal);
        Assert.DoesNotContain(value, mistakes.Message, StringComparison.Ordinal);
    }

    // What both hosts add, and nothing of Standalone's own.
    private static ServiceProvider Worker(TelemetrySettings settings)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(settings);
        services.AddTelemetry();
        return services.BuildServiceProvider();
    }
}
