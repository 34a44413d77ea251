using Azure.Core;
using Azure.Core.Pipeline;
using Esik.Hosting;

namespace Esik.Bench.Festivals;

/// <summary>
/// The application's own count of storage requests; besides, makes each request wait, as a storage at some distance would, and counts
/// apart the looks into a queue that found nothing: they go on by day and night, whether or not anybody signs up.
/// </summary>
public sealed class BenchRequests(TimeSpan delay) : StorageRequests
{
    private long emptyLooks;

    public long EmptyLooks => Interlocked.Read(ref emptyLooks);

    /// <summary>All but the empty looks.</summary>
    public long Useful => Total - EmptyLooks;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, message.CancellationToken);
        await base.ProcessAsync(message, pipeline);
        if (message.Request.Method == RequestMethod.Get && message.Request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal) && !await HasMessageAsync(message))
            Interlocked.Increment(ref emptyLooks);
    }

    // The answer of a queue is small; the client's own buffering comes further out, so the stream is replaced by what was read.
    private static async Task<bool> HasMessageAsync(HttpMessage message)
    {
        if (message.Response.ContentStream is not { } stream)
            return false;
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, message.CancellationToken);
        await stream.DisposeAsync();
        copy.Position = 0;
        message.Response.ContentStream = copy;
        return System.Text.Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length).Contains("<MessageId>", StringComparison.Ordinal);
    }
}
