using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Esik.Organizers;

/// <summary>Deletes links and sessions a day after they expired: nothing about organizers is kept for longer than it is used.</summary>
public sealed partial class ForgetExpiredFunctions(OrganizerTable table, TimeProvider clock, ILogger<ForgetExpiredFunctions> logger)
{
    // A link that is asked for again within a day is told "expired" and not "unknown".
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    [Function("ForgetExpired")]
    public async Task Forget([TimerTrigger("0 17 22 * * *")] TimerInfo timer, CancellationToken stop) =>
        LogForgotten(logger, await table.ForgetAsync(clock.GetUtcNow() - KeptFor, stop));

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Rows} expired sign-in links and sessions.")]
    private static partial void LogForgotten(ILogger logger, int rows);
}
