using Cronos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting.Standalone;

/// <summary>Runs timer functions at the times of their cron expressions, in UTC as in Azure. A run that takes longer than its interval delays the next.</summary>
public sealed partial class TimerFunctions(FunctionCatalogue catalogue, IServiceProvider services, TimeProvider clock, ILogger<TimerFunctions> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(catalogue.All.OfType<TimerFunction>().Select(function => RunAsync(function, stoppingToken)));

    private async Task RunAsync(TimerFunction function, CancellationToken stop)
    {
        var schedule = CronExpression.Parse(function.Schedule, CronFormat.IncludeSeconds);
        while (!stop.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var next = schedule.GetNextOccurrence(now, TimeZoneInfo.Utc);
            if (next is null)
                return;
            await Task.Delay(next.Value - now, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
                await RunOnceAsync(function, stop);
        }
    }

    private async Task RunOnceAsync(TimerFunction function, CancellationToken stop)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var instance = scope.ServiceProvider.GetRequiredService(function.Class);
            var arguments = function.Method.GetParameters()
                .Select(parameter => parameter.ParameterType == typeof(CancellationToken) ? (object)stop : new TimerInfo())
                .ToArray();
            await (Task)function.Method.Invoke(instance, arguments)!;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process is stopping; the next one runs the timer.
        }
#pragma warning disable CA1031 // A failed run is logged; the next one comes by the clock.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, failure, function.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed.")]
    private static partial void LogFailed(ILogger logger, Exception failure, string function);
}
