using System.Text.Json;

namespace Esik.Infra.Tests;

/// <summary>What the Functions host is told, and Standalone reads along.</summary>
public sealed class HostFileTests
{
    // A bare 429 would come before the form that keeps what was typed.
    [Fact]
    public void The_functions_host_refuses_no_request_by_itself()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var http = host.RootElement.GetProperty("extensions").GetProperty("http");
        Assert.Equal((-1, -1, false), (http.GetProperty("maxOutstandingRequests").GetInt32(), http.GetProperty("maxConcurrentRequests").GetInt32(), http.GetProperty("dynamicThrottlesEnabled").GetBoolean()));
    }

    // It writes the whole address into each request, and each call to the worker, that it tracks: a ticket's key is in it.
    [Fact]
    public void The_functions_host_keeps_addresses_to_itself()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var azure = host.RootElement.GetProperty("logging").GetProperty("applicationInsights");
        Assert.False(azure.GetProperty("httpAutoCollectionOptions").GetProperty("enableHttpTriggerExtendedInfoCollection").GetBoolean());
        Assert.False(azure.GetProperty("enableDependencyTracking").GetBoolean());
    }

    // Alerts look for single lines, so none may be left out; of what is counted five a second will do.
    [Fact]
    public void The_functions_host_leaves_no_log_out_and_ends_what_hangs()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var sampling = host.RootElement.GetProperty("logging").GetProperty("applicationInsights").GetProperty("samplingSettings");
        Assert.Equal((true, 5, "Exception;Trace"), (sampling.GetProperty("isEnabled").GetBoolean(), sampling.GetProperty("maxTelemetryItemsPerSecond").GetInt32(), sampling.GetProperty("excludedTypes").GetString()));
        Assert.Equal("00:10:00", host.RootElement.GetProperty("functionTimeout").GetString());
    }

    // The site sends its own logs; the name is the host's.
    [Fact]
    public void The_functions_host_sends_no_log_of_the_site_a_second_time() =>
        Assert.Contains("Capabilities[\"WorkerApplicationInsightsLoggingEnabled\"] = bool.TrueString", Repository.Read("Functions/Hosting/Azure/EsikHost.cs"), StringComparison.Ordinal);
}
