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
/// <param name="Due">Not to be sent before, UTC; null is at once.</param>
/// <param name="ByDay">It comes from the waiting list and wakes nobody; all others answer what somebody did just now, and go at any hour.</param>
public sealed record OutboxMail(string Ticket, MailKind Kind, OutboxState State, string? Reason, int Attempts, DateTimeOffset? Due = null, bool ByDay = false)
{
    public static OutboxMail New(string ticket, MailKind kind) => new(ticket, kind, OutboxState.Pending, null, 0);

    public bool IsDue(DateTimeOffset now) => State == OutboxState.Pending && !(Due > now);

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

/// <summary>An offer that a batch made: the places of this ticket are held until a moment.</summary>
/// <param name="Until">UTC; exclusive.</param>
public sealed record OutboxOffer(string Ticket, DateTimeOffset Until);

/// <summary>
/// What must follow one transaction, stored together with it: the mails that it promised, the ends of the offers that it made, and
/// whether somebody in the waiting list may fit now.
/// </summary>
/// <param name="NotBefore">The provider asked for patience until then, UTC.</param>
/// <param name="ClaimedUntil">Somebody is sending these mails until then, UTC.</param>
/// <param name="Offers">Null in rows of older versions: none.</param>
public sealed record Outbox(
    string BatchId, IReadOnlyList<OutboxMail> Mails, DateTimeOffset? NotBefore, DateTimeOffset? ClaimedUntil, IReadOnlyList<OutboxOffer>? Offers = null, bool LineMayMove = false) : ISlotRow
{
    public const string Prefix = "o:";

    public string RowKey => KeyOf(BatchId);

    public IEnumerable<OutboxMail> Pending => Mails.Where(mail => mail.State == OutboxState.Pending);

    /// <summary>Whether anything is to be done after the transaction.</summary>
    public bool HasFollowUp => Mails.Count > 0 || Offers is { Count: > 0 } || LineMayMove;

    public IEnumerable<OutboxMail> Due(DateTimeOffset now) => Mails.Where(mail => mail.IsDue(now));

    /// <summary>The next moment at which a mail becomes due or an offer ends; null when none lies ahead.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now) =>
        Pending.Select(mail => mail.Due).Concat((Offers ?? []).Select(offer => (DateTimeOffset?)offer.Until)).Where(at => at > now).Min();

    /// <summary>The outbox with what one more change wants followed up.</summary>
    public Outbox With(IReadOnlyList<OutboxMail> mails, IReadOnlyList<OutboxOffer> offers, bool lineMayMove) => this with
    {
        Mails = mails.Count == 0 ? Mails : [.. Mails, .. mails],
        Offers = offers.Count == 0 ? Offers : [.. Offers ?? [], .. offers],
        LineMayMove = LineMayMove || lineMayMove,
    };

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
        return this with { Mails = [.. Mails.Select((mail, place) => tried.GetValueOrDefault(place, mail)).Select(mail => IsPastPatience(mail) ? GiveUp(mail) : mail)] };

        bool IsPastPatience(OutboxMail mail) => now - (mail.Due ?? since) >= MailPatience.GiveUpAfter;
    }

    public Outbox WithoutReasons() => this with { Mails = [.. Mails.Select(mail => mail with { Reason = null })] };

    private static OutboxMail GiveUp(OutboxMail mail) =>
        mail is { State: OutboxState.Pending, Attempts: > 0 } ? mail with { State = OutboxState.Refused, Reason = Cut("Given up. " + mail.Reason) } : mail;

    private static string Cut(string reason) => reason.Length <= MailAnswer.ReasonMax ? reason : reason[..MailAnswer.ReasonMax];
}
