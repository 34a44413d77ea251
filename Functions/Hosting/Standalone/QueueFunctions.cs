using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting.Standalone;

/// <summary>How queues are read: the <c>extensions.queues</c> section of host.json, so that both hosts follow one file.</summary>
public sealed record QueueRules(int BatchSize, int MaxDequeueCount, TimeSpan MaxPollingInterval, TimeSpan VisibilityTimeout)
{
    public static QueueRules FromHostJson()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));
        var queues = file.RootElement.GetProperty("extensions").GetProperty("queues");
        return new QueueRules(
            queues.GetProperty("batchSize").GetInt32(),
            queues.GetProperty("maxDequeueCount").GetInt32(),
            TimeSpan.Parse(queues.GetProperty("maxPollingInterval").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>
/// Runs queue functions as the Functions host does: a message is hidden while it is worked on and deleted when the function returns;
/// when it throws, the message comes back after the visibility timeout, and after five tries it goes to the poison queue.
/// </summary>
public sealed partial class QueueFunctions(FunctionCatalogue catalogue, EsikStorage storage, IServiceProvider services, QueueRules rules, Traffic traffic, ILogger<QueueFunctions> logger) : BackgroundService
{
    // Long enough for a slow mail provider; a message whose process died comes back after this.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(catalogue.All.OfType<QueueFunction>().Select(function => ReadAsync(function, stoppingToken)));

    // As many messages at once as a batch holds; a slow one keeps its own place only. Nothing but the end of the process ends the reading.
    private async Task ReadAsync(QueueFunction function, CancellationToken stop)
    {
        var pause = TimeSpan.Zero;
        var working = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                working.RemoveAll(task => task.IsCompleted);
                if (working.Count == rules.BatchSize)
                {
                    await Task.WhenAny(working);
                    continue;
                }
                await traffic.StandBackAsync(stop);
                pause = await ReceiveAsync(function, working, stop) ? TimeSpan.Zero : Longer(pause);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Storage fails in many ways; whatever it was, the next look may succeed.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogUnreachable(logger, failure, function.Queue);
                pause = rules.MaxPollingInterval;
            }
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(working);
    }

    private async Task<bool> ReceiveAsync(QueueFunction function, List<Task> working, CancellationToken stop)
    {
        var received = await storage.Queue(function.Queue).ReceiveMessagesAsync(rules.BatchSize - working.Count, Lease, stop);
        working.AddRange(received.Value.Select(message => TryHandleAsync(function, message, stop)));
        return received.Value.Length > 0;
    }

    // A message whose end could not be told to storage comes back when its lease ends; handling twice changes nothing.
    private async Task TryHandleAsync(QueueFunction function, QueueMessage message, CancellationToken stop)
    {
        try
        {
            await HandleAsync(function, message, stop);
        }
#pragma warning disable CA1031 // Logged; the message comes back.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnreachable(logger, failure, function.Queue);
        }
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var doubled = pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(50) : pause * 2;
        return doubled < rules.MaxPollingInterval ? doubled : rules.MaxPollingInterval;
    }

    private async Task HandleAsync(QueueFunction function, QueueMessage message, CancellationToken stop)
    {
        var queue = storage.Queue(function.Queue);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var renewing = RenewAsync(function.Queue, message, ended.Token);
        Exception? failure = null;
        try
        {
            await using var scope = services.CreateAsyncScope();
            var instance = scope.ServiceProvider.GetRequiredService(function.Class);
            await (Task)function.Method.Invoke(instance, Arguments(function, message.Body.ToString(), stop))!;
        }
#pragma warning disable CA1031 // A failed message is logged and comes back; it must not end the reading of the queue.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown;
        }
        await ended.CancelAsync();
        var receipt = await renewing;
        if (stop.IsCancellationRequested && failure is OperationCanceledException)
            return;
        if (failure is null)
        {
            await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
            return;
        }
        LogFailed(logger, failure, function.Name, message.DequeueCount);
        if (message.DequeueCount < rules.MaxDequeueCount)
        {
            await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: rules.VisibilityTimeout, cancellationToken: CancellationToken.None);
            return;
        }
        await storage.Queue(Queues.Poison(function.Queue)).SendMessageAsync(message.Body, cancellationToken: CancellationToken.None);
        await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
    }

    // Keeps a message hidden while its function still works; returns the receipt that is valid in the end.
    private async Task<string> RenewAsync(string queue, QueueMessage message, CancellationToken ended)
    {
        var receipt = message.PopReceipt;
        while (true)
        {
            await Task.Delay(Lease / 2, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return receipt;
            try
            {
                receipt = (await storage.Queue(queue).UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: Lease, cancellationToken: CancellationToken.None)).Value.PopReceipt;
            }
#pragma warning disable CA1031 // The next renewal may succeed; if none does, the message comes back.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogUnreachable(logger, failure, queue);
            }
        }
    }

    private static object[] Arguments(QueueFunction function, string message, CancellationToken stop) =>
        [.. function.Method.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken) ? (object)stop : message)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue {Queue} did not answer.")]
    private static partial void LogUnreachable(ILogger logger, Exception failure, string queue);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed at try {Attempt}.")]
    private static partial void LogFailed(ILogger logger, Exception failure, string function, long attempt);
}
