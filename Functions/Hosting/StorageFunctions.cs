using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>Looks after what the start takes for granted.</summary>
public sealed partial class StorageFunctions(EsikStorage storage, ILogger<StorageFunctions> logger)
{
    /// <summary>Creates a table or a queue that somebody has removed: a start looks only whether they were created once.</summary>
    [Function("LookAfterStorage")]
    public Task LookAfter([TimerTrigger("30 7 * * * *")] TimerInfo timer, CancellationToken stop) => storage.CreateAsync(stop);

    /// <summary>Says again and again what lies in a poison queue, so that an alert stands for as long as somebody has to look.</summary>
    [Function("LookForPoison")]
    public async Task LookForPoison([TimerTrigger("40 */10 * * * *")] TimerInfo timer, CancellationToken stop)
    {
        foreach (var queue in Queues.All.Select(Queues.Poison))
        {
            if (await storage.CountAsync(queue, stop) is > 0 and var count)
                LogPoison(logger, queue, count);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages failed five times: {Count} lie in {Queue}.")]
    private static partial void LogPoison(ILogger logger, string queue, int count);
}
