using Esik.Mails;
using Esik.Registrations;

namespace Esik.Audits;

/// <summary>What an audit looked at, and what it found. Counts places where it says so.</summary>
public sealed record AuditReport(
    int Slots, int Rows, int Confirmed, int ConfirmedPlaces, int Offered, int Waiting, int Withdrawn,
    int MailsSent, int MailsPending, int MailsRefused, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Findings beyond these are counted in none: a storage that is so wrong needs another tool than a list.</summary>
    public const int FindingsMax = 10_000;

    public static readonly AuditReport Empty = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, []);

    public int Registrations => Confirmed + Offered + Waiting + Withdrawn;

    /// <summary>Whether everything adds up; notes do not count.</summary>
    public bool IsClean => Findings.All(finding => finding.IsNote);

    public AuditReport With(SlotRows rows, IEnumerable<AuditFinding> findings)
    {
        var mails = rows.Outboxes.SelectMany(outbox => outbox.Mails).CountBy(mail => mail.State).ToDictionary();
        var states = rows.Registrations.Values.CountBy(registration => registration.State).ToDictionary();
        return this with
        {
            Slots = Slots + 1,
            Rows = Rows + rows.Count,
            Confirmed = Confirmed + states.GetValueOrDefault(RegistrationState.Confirmed),
            ConfirmedPlaces = ConfirmedPlaces + rows.In(RegistrationState.Confirmed).Sum(registration => registration.Party),
            Offered = Offered + states.GetValueOrDefault(RegistrationState.Offered),
            Waiting = Waiting + states.GetValueOrDefault(RegistrationState.Waiting),
            Withdrawn = Withdrawn + states.GetValueOrDefault(RegistrationState.Withdrawn),
            MailsSent = MailsSent + mails.GetValueOrDefault(OutboxState.Sent),
            MailsPending = MailsPending + mails.GetValueOrDefault(OutboxState.Pending),
            MailsRefused = MailsRefused + mails.GetValueOrDefault(OutboxState.Refused),
            Findings = [.. Findings.Concat(findings).Take(FindingsMax)],
        };
    }
}
