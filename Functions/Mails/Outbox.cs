using Esik.Slots;

namespace Esik.Mails;

/// <summary>How far one mail of an outbox got.</summary>
public enum OutboxState
{
    Pending,
    Sent,

    /// <summary>The provider refused it for good, or the tries ended; <see cref="OutboxMail.Reason"/> says why.</summary>
    Refused,
}

/// <summary>One mail that a batch promised, to the holder of a registration.</summary>
public sealed record OutboxMail(string Ticket, MailKind Kind, OutboxState State, string? Reason, int Attempts)
{
    public static OutboxMail New(string ticket, MailKind kind) => new(ticket, kind, OutboxState.Pending, null, 0);
}

/// <summary>The mails of one transaction: stored together with what they tell, so that no promise is without its mail.</summary>
/// <param name="NotBefore">The provider asked for patience until then, UTC.</param>
/// <param name="ClaimedUntil">Somebody is sending these mails until then, UTC.</param>
public sealed record Outbox(string BatchId, IReadOnlyList<OutboxMail> Mails, DateTimeOffset? NotBefore, DateTimeOffset? ClaimedUntil) : ISlotRow
{
    public const string Prefix = "o:";

    public string RowKey => KeyOf(BatchId);

    public static string KeyOf(string batchId) => Prefix + batchId;
}
