using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Esik.Hosting;

/// <summary>Counts the requests that this process sends to storage, each try for itself: they are what a festival pays for.</summary>
public class StorageRequests : HttpPipelinePolicy
{
    private readonly ConcurrentDictionary<string, long> counts = new();

    /// <summary>Requests by what they did, such as <c>GET slots</c> or <c>POST mails</c>.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts.ToDictionary(count => count.Key, count => count.Value);

    public long Total => counts.Values.Sum();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message.Request);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message.Request);
        return ProcessNextAsync(message, pipeline);
    }

    private void Count(Request request)
    {
        var path = request.Uri.Path ?? "";
        var what = Queues.All.FirstOrDefault(queue => path.Contains(queue, StringComparison.Ordinal))
            ?? (path.Contains("$batch", StringComparison.Ordinal) ? "transaction" : path.Contains("slots", StringComparison.Ordinal) ? "slots" : "festivals");
        counts.AddOrUpdate($"{request.Method} {what}", 1, (_, count) => count + 1);
    }
}
