using Esik.Slots;
using Microsoft.Extensions.Logging;

namespace Esik.Mails;

/// <summary>
/// Carries out intents: finds what was stored, writes the mails from the facts as they are now, hands them over and marks them.
/// A message that comes twice sends nothing twice; one that comes too early is put off by a message of its own, so the queue's five
/// tries are kept for bugs. Only a crash between sending and marking sends a mail again, with the same Message-ID.
/// </summary>
public sealed partial class MailDesk(
    OutboxTable outboxes, MailQueue queue, MailRound round, MailTroubleTable troubles, SignInDesk signIns, TimeProvider clock, ILogger<MailDesk> logger)
{
    /// <summary>How long an intent without a stored batch is believed: far longer than a transaction can take.</summary>
    public static readonly TimeSpan StoredWithin = TimeSpan.FromMinutes(10);

    /// <summary>Handles one message. Throws only for a message that no handler understands, or a bug: the queue then repeats and sets aside.</summary>
    public async Task HandleAsync(MailIntent intent, CancellationToken stop)
    {
        try
        {
            var delay = intent switch
            {
                { SignIn: { } link } => await signIns.SendAsync(link, intent, stop),
                { Slot: { } slot, Batch: { } batch } => await SendBatchAsync(slot, batch, intent, stop),
                _ => throw new ArgumentException("An intent that names nothing."),
            };
            if (delay is { } later)
                await queue.SendAsync(intent with { Tries = intent.Tries + 1 }, later, stop);
        }
        catch (BusyException busy)
        {
            LogBusy(logger, busy, intent.Tries);
            await queue.SendAsync(intent with { Tries = intent.Tries + 1 }, MailPatience.Growing(intent.Tries), stop);
        }
    }

    // Null when all is done, else how long to wait.
    private async Task<TimeSpan?> SendBatchAsync(string slot, string batch, MailIntent intent, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await outboxes.FindAsync(slot, batch, stop) is not { } found)
            return now - intent.Since < StoredWithin ? MailPatience.Growing(intent.Tries) : null;
        if (found.Outbox.IsSettled)
        {
            await troubles.KeepAsync(slot, found.Outbox, intent.Since, stop);
            return null;
        }
        if (found.Outbox.WaitsUntil(now) is { } waitsUntil)
            return waitsUntil - now;
        return await round.SendAsync(slot, found, intent.Since, stop);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage was busy while mails were handled; the message is put off ({Tries} times before).")]
    private static partial void LogBusy(ILogger logger, Exception busy, int tries);
}
