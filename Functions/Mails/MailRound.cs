using System.Collections.Concurrent;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Signals;
using Esik.Slots;
using Microsoft.Extensions.Logging;

namespace Esik.Mails;

/// <summary>One try at a claimed batch: its pending mails, a few at a time, each few marked before the next go.</summary>
public sealed partial class MailRound(
    OutboxTable outboxes, NightRest night, MailWriter writer, IMailer mailer, IProgrammes programmes, MailTroubleTable troubles, Measures measures, TimeProvider clock, ILogger<MailRound> logger)
{
    /// <summary>Mails between two marks: at most so many are sent again after a crash, and all of them end within a claim.</summary>
    public const int ChunkMax = 14;

    /// <summary>How long one handler holds a batch before another may take it over. Each mark renews it.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    // Mails on their way at once, so that a slow provider does not outlast the claim.
    private const int AtOnceMax = 4;

    // Somebody else was faster by a moment: look again soon.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>Tries the mails that are due. Null when none of them is left, else how long to wait before the next try.</summary>
    public async Task<TimeSpan?> SendAsync(string slotId, KnownOutbox found, DateTimeOffset since, CancellationToken stop)
    {
        // All is read before the claim: what fails here fails for good reasons, and must not look like a batch that is being sent.
        var (programme, slot) = await SlotAsync(slotId, stop);
        var morning = night.Morning(slot, programme.Festival.TimeZone);
        if (morning is { } at)
        {
            if (await night.PutOffAsync(found, slot, at, stop) is not { } rested)
                return Moment;
            found = rested;
        }
        var pending = found.Outbox.Mails.Index().Where(mail => mail.Item.IsDue(clock.GetUtcNow())).ToList();
        if (pending.Count == 0)
            return morning - clock.GetUtcNow();
        var facts = new Facts(programme, slot, await outboxes.RegistrationsAsync(slotId, pending.Select(mail => mail.Item.Ticket), stop));
        var held = await KeepAsync(slotId, found, found.Outbox with { ClaimedUntil = clock.GetUtcNow() + ClaimTime }, stop);
        TimeSpan? wait = null;
        foreach (var chunk in pending.Chunk(ChunkMax))
        {
            if (held is null)
                return Moment;
            var results = await TryAsync(chunk, mail => TryAsync(held.Outbox.BatchId, mail, facts, stop));
            wait = Longer(wait, results.Values);
            Count(results.Values, since);
            var ends = stop.IsCancellationRequested || chunk[^1].Index == pending[^1].Index || IsBlocked(results.Values);
            var now = clock.GetUtcNow();
            var marked = held.Outbox.After(results.ToDictionary(result => result.Key, result => result.Value.Mail), now, since);
            // What was sent is marked even if the process is asked to stop.
            held = await KeepAsync(slotId, held, marked with { NotBefore = ends ? now + wait : null, ClaimedUntil = ends ? null : now + ClaimTime }, CancellationToken.None);
            await troubles.KeepAsync(slotId, marked, since, CancellationToken.None);
            stop.ThrowIfCancellationRequested();
            if (ends)
                break;
        }
        if (held is null)
            return Moment;
        return held.Outbox.Due(clock.GetUtcNow()).Any() ? wait ?? Moment : held.Outbox.NextAfter(clock.GetUtcNow()) - clock.GetUtcNow();
    }

    private async Task<(Programme Programme, Slot Slot)> SlotAsync(string slotId, CancellationToken stop)
    {
        var now = await StorageOutage.AsBusyAsync(() => programmes.CurrentAsync(stop), stop);
        return (now, now.SlotById(slotId) ?? throw new InvalidOperationException($"The slot {slotId} is not in the programme, but has mails."));
    }

    // Null: somebody else has it now. Mails of one chunk may then go twice, with the same Message-IDs.
    private async Task<KnownOutbox?> KeepAsync(string slot, KnownOutbox known, Outbox outbox, CancellationToken stop) =>
        await outboxes.ReplaceAsync(slot, outbox, known.Version, stop) is { } version ? new KnownOutbox(outbox, version) : null;

    // Nobody got through: the provider is down or has had enough, and the rest of the batch need not knock as well.
    private static bool IsBlocked(IEnumerable<Result> results)
    {
        var outcomes = results.Select(result => result.Answer?.Outcome).ToHashSet();
        return outcomes.Contains(MailOutcome.Later) && !outcomes.Contains(MailOutcome.Sent);
    }

    private static TimeSpan? Longer(TimeSpan? wait, IEnumerable<Result> results)
    {
        foreach (var later in results.Where(result => result.Answer?.Outcome == MailOutcome.Later))
        {
            var longer = MailPatience.AfterRefusal(later.Mail.Attempts, later.Answer!.After);
            wait = wait > longer ? wait : longer;
        }
        return wait;
    }

    // A mail that was not tried, because the process stops, counts when it is.
    private void Count(IEnumerable<Result> results, DateTimeOffset since)
    {
        var now = clock.GetUtcNow();
        foreach (var (mail, answer) in results.Select(result => (result.Mail, result.Answer)))
        {
            var word = answer?.Outcome.Word() ?? (mail.State == OutboxState.Dropped ? "dropped" : null);
            if (word is not null)
                measures.Mailed(mail.Kind.ToString(), word, now - (mail.Due ?? since) >= MailPatience.LateAfter);
        }
    }

    private static async Task<IReadOnlyDictionary<int, Result>> TryAsync((int Index, OutboxMail Item)[] chunk, Func<OutboxMail, Task<Result>> send)
    {
        var results = new ConcurrentDictionary<int, Result>();
        await Parallel.ForEachAsync(chunk, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax }, async (mail, _) => results[mail.Index] = await send(mail.Item));
        return results;
    }

    private async Task<Result> TryAsync(string batch, OutboxMail mail, Facts facts, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new(mail, null);
        try
        {
            var registration = facts.Registrations.GetValueOrDefault(mail.Ticket);
            if (GuestLetters.StillTrue(mail.Kind, facts.Slot, registration, clock.GetUtcNow()) is not { } kind)
                return new(mail with { State = OutboxState.Dropped }, null);
            using var span = Traces.Mail(kind.ToString());
            var answer = await mailer.SendAsync(await writer.ToGuestAsync(batch, kind, facts.Programme, facts.Slot, registration!), stop);
            span?.SetTag(Traces.AnswerTag, answer.Outcome.Word());
            return new(mail.After(answer), answer);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(mail, null);
        }
#pragma warning disable CA1031 // One mail's bug must not hold up the others of its batch; it is tried again until it is given up.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, batch, mail.Kind);
            LogFailure(logger, failure, batch);
            var answer = MailAnswer.Later("Failed: " + failure.GetType().Name);
            return new(mail.After(answer), answer);
        }
    }

    private sealed record Facts(Programme Programme, Slot Slot, IReadOnlyDictionary<string, Registration> Registrations);

    private sealed record Result(OutboxMail Mail, MailAnswer? Answer);

    // An alert looks for it. With an exception Azure would put it into another table, under the exception's own words.
    [LoggerMessage(Level = LogLevel.Error, Message = "A mail of batch {Batch} ({Kind}) could not be written or handed over.")]
    private static partial void LogFailed(ILogger logger, string batch, MailKind kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "What a mail of batch {Batch} met.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string batch);
}
