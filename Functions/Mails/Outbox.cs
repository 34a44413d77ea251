using Esik.Slots;

namespace Esik.Mails;

/// <summary>How far one mail of an outbox got.</summary>
public enum OutboxState
{
    Pending,
    Sent,

    /// <summary>The provider refused it for good, or the tries ended; <see cref="OutboxMail.Reason"/> says why.</summary>
    Refused,

    /// <summary>There was nothing left to say: the guest gave the place back, or a later event has its own mail.</summary>
    Dropped,
}

/// <summary>One mail that a batch promised, to the holder of a registration.</summary>
/// <param name="Reason">What the provider said last, when that was not "yes".</param>
/// <param name="Attempts">How often it was handed to the mailer.</param>
public sealed record OutboxMail(string Ticket, MailKind Kind, OutboxState State, string? Reason, int Attempts)
{
    public static OutboxMail New(string ticket, MailKind kind) => new(ticket, kind, OutboxState.Pending, null, 0);

    /// <summary>The mail after a try.</summary>
    public OutboxMail After(MailAnswer answer) => this with
    {
        Attempts = Attempts + 1,
        Reason = answer.Reason,
        State = answer.Outcome switch
        {
            MailOutcome.Sent => OutboxState.Sent,
            MailOutcome.Later => OutboxState.Pending,
            MailOutcome.Refused => OutboxState.Refused,
        },
    };
}

/// <summary>The mails of one transaction: stored together with what they tell, so that no promise is without its mail.</summary>
/// <param name="NotBefore">The provider asked for patience until then, UTC.</param>
/// <param name="ClaimedUntil">Somebody is sending these mails until then, UTC.</param>
public sealed record Outbox(string BatchId, IReadOnlyList<OutboxMail> Mails, DateTimeOffset? NotBefore, DateTimeOffset? ClaimedUntil) : ISlotRow
{
    public const string Prefix = "o:";

    public string RowKey => KeyOf(BatchId);

    public IEnumerable<OutboxMail> Pending => Mails.Where(mail => mail.State == OutboxState.Pending);

    public bool IsSettled => !Pending.Any();

    public static string KeyOf(string batchId) => Prefix + batchId;

    /// <summary>Until when nobody may send these mails; null when one may now.</summary>
    public DateTimeOffset? WaitsUntil(DateTimeOffset now) =>
        new[] { NotBefore, ClaimedUntil }.Max() is { } until && until > now ? until : null;

    /// <summary>The outbox after some of its mails were tried. Mails that are past all patience are given up.</summary>
    /// <param name="tried">By their places in <see cref="Mails"/>.</param>
    /// <param name="now">UTC.</param>
    /// <param name="since">When the event happened, UTC.</param>
    public Outbox After(IReadOnlyDictionary<int, OutboxMail> tried, DateTimeOffset now, DateTimeOffset since)
    {
        var givenUp = now - since >= MailPatience.GiveUpAfter;
        return this with { Mails = [.. Mails.Select((mail, place) => tried.GetValueOrDefault(place, mail)).Select(mail => givenUp ? GiveUp(mail) : mail)] };
    }

    public Outbox WithoutReasons() => this with { Mails = [.. Mails.Select(mail => mail with { Reason = null })] };

    private static OutboxMail GiveUp(OutboxMail mail) =>
        mail is { State: OutboxState.Pending, Attempts: > 0 } ? mail with { State = OutboxState.Refused, Reason = Cut("Given up. " + mail.Reason) } : mail;

    private static string Cut(string reason) => reason.Length <= MailAnswer.ReasonMax ? reason : reason[..MailAnswer.ReasonMax];
}
