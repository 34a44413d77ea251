using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Esik.Signals;

namespace Esik.Hosting;

/// <summary>Counts the requests that this process sends to storage, each try for itself: they are what a festival pays for.</summary>
/// <param name="measures">Told how long each took and what storage answered; null: nobody is told.</param>
public class StorageRequests(Measures? measures = null) : HttpPipelinePolicy
{
    private readonly Measures? measures = measures;
    private readonly ConcurrentDictionary<string, long> counts = new();

    /// <summary>Requests by what they did, such as <c>GET slots</c> or <c>POST mails</c>.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts.ToDictionary(count => count.Key, count => count.Value);

    public long Total => counts.Values.Sum();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using var attempt = new Attempt(this, message);
        ProcessNext(message, pipeline);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using var attempt = new Attempt(this, message);
        await ProcessNextAsync(message, pipeline);
    }

    private string Count(Request request)
    {
        var path = request.Uri.Path ?? "";
        var what = Queues.All.FirstOrDefault(queue => path.Contains(queue, StringComparison.Ordinal))
            ?? (path.Contains("$batch", StringComparison.Ordinal) ? "transaction" : path.Contains("slots", StringComparison.Ordinal) ? "slots" : "festivals");
        var deed = $"{request.Method} {what}";
        counts.AddOrUpdate(deed, 1, (_, count) => count + 1);
        return deed;
    }

    // The address is not told: keys of rows stand in it.
    private sealed class Attempt : IDisposable
    {
        private readonly StorageRequests requests;
        private readonly HttpMessage message;
        private readonly string deed;
        private readonly long began = Stopwatch.GetTimestamp();
        private readonly Activity? span;

        public Attempt(StorageRequests requests, HttpMessage message)
        {
            (this.requests, this.message, deed) = (requests, message, requests.Count(message.Request));
            span = Traces.Storage(deed);
        }

        public void Dispose()
        {
            var status = message.HasResponse ? message.Response.Status : 0;
            requests.measures?.Stored(deed, status, Stopwatch.GetElapsedTime(began));
            span?.SetTag(Traces.StatusTag, status);
            span?.Dispose();
        }
    }
}
