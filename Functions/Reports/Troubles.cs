using Esik.Mails;

namespace Esik.Reports;

/// <summary>What an organizer must know of, on top of every page of the desk.</summary>
/// <param name="Mails">Undelivered mails, the oldest first.</param>
/// <param name="Poisoned">Messages that no function could handle, about.</param>
public sealed record Troubles(IReadOnlyList<MailTrouble> Mails, int Poisoned)
{
    public bool Any => Mails.Count > 0 || Poisoned > 0;

    public int Refused => Mails.Sum(mail => mail.Refused);

    public int Late => Mails.Sum(mail => mail.Waiting);
}
