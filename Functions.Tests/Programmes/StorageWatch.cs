using Azure.Core;
using Azure.Core.Pipeline;
using Esik.Hosting;

namespace Esik.Programmes.Tests;

/// <summary>Counts what a process writes to storage, and lets a test step in before a write: to end the process there, or to let guests be faster.</summary>
public sealed class StorageWatch : StorageRequests
{
    private int writes;

    /// <summary>Called before each write with its number, from 1.</summary>
    public Func<int, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public int Writes => writes;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head)
            await BeforeWrite(Interlocked.Increment(ref writes));
        await base.ProcessAsync(message, pipeline);
    }

    /// <summary>Does something once, before the next write goes out.</summary>
    public void BeforeNextWrite(Func<Task> action)
    {
        var next = writes + 1;
        BeforeWrite = number => number == next ? action() : Task.CompletedTask;
    }

    /// <summary>From now on only so many writes go through, as if the process were killed after them.</summary>
    public void EndAfter(int more)
    {
        var last = writes + more;
        BeforeWrite = number => number > last ? throw new KilledException() : Task.CompletedTask;
    }
}

/// <summary>Stands for the end of the process.</summary>
public sealed class KilledException : Exception;
