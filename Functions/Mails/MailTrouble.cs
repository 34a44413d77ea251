namespace Esik.Mails;

/// <summary>Mails of one batch that did not reach their guests: for the organizer's page.</summary>
/// <param name="Slot">Empty: an organizer's sign-in mail.</param>
/// <param name="Batch">The outbox's batch, or the sign-in link's id.</param>
/// <param name="Since">When the event happened, UTC.</param>
/// <param name="Waiting">Mails that are late and are still tried.</param>
/// <param name="Refused">Mails that will not go.</param>
/// <param name="Reason">The last thing that the provider said.</param>
public sealed record MailTrouble(string Slot, string Batch, DateTimeOffset Since, int Waiting, int Refused, string Reason)
{
    /// <summary>What is wrong with an outbox at a moment; null when nothing is.</summary>
    public static MailTrouble? Of(string slot, Outbox outbox, DateTimeOffset since, DateTimeOffset now)
    {
        var refused = outbox.Mails.Count(mail => mail.State == OutboxState.Refused);
        var waiting = outbox.Due(now).Count(mail => now - (mail.Due ?? since) >= MailPatience.LateAfter);
        var reason = outbox.Mails.LastOrDefault(mail => mail is { State: OutboxState.Refused or OutboxState.Pending, Reason: not null })?.Reason;
        return refused + waiting == 0 ? null : new MailTrouble(slot, outbox.BatchId, since, waiting, refused, reason ?? "");
    }
}
