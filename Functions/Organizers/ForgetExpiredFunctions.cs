using Esik.Doors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Esik.Organizers;

/// <summary>Deletes links and sessions a day after they expired, door passes and phones a month after: nothing about people is kept for longer than it is used.</summary>
public sealed partial class ForgetExpiredFunctions(OrganizerTable organizers, DoorTable doors, TimeProvider clock, ILogger<ForgetExpiredFunctions> logger)
{
    // A link that is asked for again within a day is told "expired" and not "unknown".
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    // A phone that was in a drawer since the festival may still hand in what it scanned.
    private static readonly TimeSpan PhonesKeptFor = TimeSpan.FromDays(30);

    /// <summary>Every night, Almaty's time. A run that is missed or broken off is made up for by the next.</summary>
    [Function("ForgetExpired")]
    public async Task Forget([TimerTrigger("0 17 22 * * *")] TimerInfo timer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        LogForgotten(logger, await organizers.ForgetAsync(now - KeptFor, stop), await doors.ForgetAsync(now - PhonesKeptFor, stop));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Links} expired sign-in links and sessions, {Doors} door passes and devices.")]
    private static partial void LogForgotten(ILogger logger, int links, int doors);
}
