using System.Runtime.ExceptionServices;
using Esik.Programmes;
using Esik.Signals;
using Esik.Slots;
using Esik.Waitlists;
using Microsoft.Extensions.Logging;

namespace Esik.Mails;

/// <summary>
/// Carries out intents: finds what was stored, moves the waiting list and ends offers, writes the mails from the facts as they are
/// now, hands them over and marks them.
/// A message that comes twice sends nothing twice; one that comes too early is put off by a message of its own, so the queue's five
/// tries are kept for bugs. Only a crash between sending and marking sends a mail again, with the same Message-ID.
/// </summary>
public sealed partial class MailDesk(
    OutboxTable outboxes, MailQueue queue, MailRound round, MailTroubleTable troubles, SignInDesk signIns, Waitlist waitlist, TimeProvider clock, ILogger<MailDesk> logger)
{
    /// <summary>How long an intent without a stored batch is believed: far longer than a transaction can take.</summary>
    public static readonly TimeSpan StoredWithin = TimeSpan.FromMinutes(10);

    /// <summary>Handles one message. Throws only for a message that no handler understands, or a bug: the queue then repeats and sets aside.</summary>
    public async Task HandleAsync(MailIntent intent, CancellationToken stop)
    {
        using var span = Traces.FollowUp(intent.Trace);
        try
        {
            var delay = intent switch
            {
                { SignIn: { } link } => await signIns.SendAsync(link, intent, stop),
                { Slot: { } slot, Batches: [var batch] } => await FollowUpAsync(slot, batch, intent, stop),
                { Slot: { } slot, Batches: { Count: > 1 } batches } => await FollowUpAllAsync(slot, batches, intent, stop),
                _ => throw new ArgumentException("An intent that names nothing."),
            };
            if (delay is { } later)
                await PutOffAsync(intent, later, stop);
        }
        catch (BusyException busy)
        {
            LogBusy(logger, busy, intent.Tries);
            await PutOffAsync(intent, MailPatience.Growing(intent.Tries), stop);
        }
        catch (ProgrammeMissingException)
        {
            // Rows before their programme are a restore that has not ended: it announces what is owed before it lets anybody in.
            LogNoProgramme(logger, intent.Tries);
            await PutOffAsync(intent, MailPatience.Growing(intent.Tries), stop);
        }
    }

    private Task PutOffAsync(MailIntent intent, TimeSpan delay, CancellationToken stop) => queue.SendAsync(intent with { Tries = intent.Tries + 1 }, delay, stop);

    // What is left of them goes on in messages of their own: together, as long as they wait for the same moment. One that fails goes alone, and fails alone.
    private async Task<TimeSpan?> FollowUpAllAsync(string slot, IReadOnlyList<string> batches, MailIntent intent, CancellationToken stop)
    {
        var delays = new List<(string Batch, TimeSpan Delay, bool Failed)>();
        foreach (var batch in batches)
        {
            var failures = new List<Exception>();
            TimeSpan? delay = null;
            await TryAsync(async () => delay = await FollowUpAsync(slot, batch, intent, stop), failures);
            if (delay is not null || failures.Count > 0)
                delays.Add((batch, delay ?? TimeSpan.Zero, failures.Count > 0));
        }
        foreach (var waiting in delays.GroupBy(left => (left.Delay, Alone: left.Failed ? left.Batch : null)))
            await PutOffAsync(intent with { Batches = [.. waiting.Select(left => left.Batch)] }, waiting.Key.Delay, stop);
        return null;
    }

    // Null when all is done, else how long to wait.
    private async Task<TimeSpan?> FollowUpAsync(string slot, string batch, MailIntent intent, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await outboxes.FindAsync(slot, batch, stop) is not { } found)
            return now - intent.Since < StoredWithin ? MailPatience.Growing(intent.Tries) : null;
        var ended = (found.Outbox.Offers ?? []).Where(offer => offer.Until <= now).Select(offer => offer.Ticket).ToList();
        TimeSpan? mails = null;
        // One that fails for good must not cost the others: it is told when all have had their turn.
        var failures = new List<Exception>();
        await TryAsync(() => found.Outbox.LineMayMove ? waitlist.MoveAsync(slot, stop) : Task.CompletedTask, failures);
        await TryAsync(() => ended.Count > 0 ? waitlist.EndOffersAsync(slot, ended, stop) : Task.CompletedTask, failures);
        await TryAsync(async () => mails = await SendAsync(slot, found, intent, stop), failures);
        var next = found.Outbox.NextAfter(now) - now;
        var wait = mails is null || next < mails ? next ?? mails : mails;
        if (failures.Count == 0)
            return wait;
        // While something lies ahead the message lives on; else the queue tries four times more and sets it aside.
        if (wait is null)
            ExceptionDispatchInfo.Throw(failures[0]);
        return wait;
    }

    private async Task TryAsync(Func<Task> step, List<Exception> failures)
    {
        try
        {
            await step();
        }
#pragma warning disable CA1031 // It is logged, and thrown when nothing else is left to do.
        catch (Exception failure) when (failure is not (BusyException or ProgrammeMissingException or OperationCanceledException))
#pragma warning restore CA1031
        {
            LogFailed(logger);
            LogFailure(logger, failure);
            failures.Add(failure);
        }
    }

    // Null when no mail is due any more, else how long to wait.
    private async Task<TimeSpan?> SendAsync(string slot, KnownOutbox found, MailIntent intent, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (!found.Outbox.Due(now).Any())
        {
            await troubles.KeepAsync(slot, found.Outbox, intent.Since, stop);
            return null;
        }
        return found.Outbox.WaitsUntil(now) is { } waitsUntil ? waitsUntil - now : await round.SendAsync(slot, found, intent.Since, stop);
    }

    // An alert looks for it. With an exception Azure would put it into another table, under the exception's own words.
    [LoggerMessage(Level = LogLevel.Error, Message = "A part of what a transaction promised could not be done.")]
    private static partial void LogFailed(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "What that part met.")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are rows without a programme, as while a restore runs; the message is put off ({Tries} times before).")]
    private static partial void LogNoProgramme(ILogger logger, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage was busy while mails were handled; the message is put off ({Tries} times before).")]
    private static partial void LogBusy(ILogger logger, Exception busy, int tries);
}
