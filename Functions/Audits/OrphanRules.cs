using Esik.Doors;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Audits;

/// <summary>Rows that lean on rows which are not there.</summary>
internal static class OrphanRules
{
    public static IEnumerable<AuditFinding> Of(SlotRows rows, Slot? slot)
    {
        foreach (var row in rows.Strange)
        {
            yield return row.IsKnown
                ? Found(Damage.RowUnreadable, $"The row {row.Key} cannot be read.")
                : Found(Damage.RowUnknown, $"The row {row.Key} is of no known kind.");
        }
        var guests = rows.Registrations.Values.Count(registration => registration.State != RegistrationState.Withdrawn);
        if (guests > 0 && slot?.Capacity is null)
            yield return Found(Damage.SlotOrphan, $"{guests} guests are registered, and the programme has no such slot with places.");
        foreach (var outbox in rows.Outboxes)
        {
            foreach (var mail in outbox.Mails.Where(mail => !IsRegistered(mail.Ticket)))
                yield return Found(Damage.OutboxOrphan, $"The outbox {outbox.BatchId} has a mail for {mail.Ticket}, who is not registered.");
        }
        foreach (var forwarding in rows.Forwardings.Where(forwarding => !IsRegistered(forwarding.To)))
            yield return Found(Damage.ForwardingOrphan, $"{forwarding.Ticket} went to {forwarding.To}, who is not registered.");
        foreach (var finding in rows.Admissions.Values.SelectMany(OfAdmission))
            yield return finding;
        foreach (var scan in rows.Scans.Values.Where(scan => scan is { Kind: ScanKind.Scan, Places: > 0 } && !IsBacked(scan)))
            yield return Found(Damage.ScanOrphan, $"The scan {scan.ScanId} let in {scan.Places} of {scan.Ticket}, of whom there is no registration or admission.");

        IEnumerable<AuditFinding> OfAdmission(Admission admission)
        {
            if (!IsRegistered(admission.Ticket))
                yield return Found(Damage.AdmissionOrphan, $"The admission {admission.RowKey} has no registration.");
            else if (admission.Admitted > 0 && !(admission.LastScan is { } last && rows.Scans.ContainsKey(last)))
                yield return Found(Damage.AdmissionOrphan, $"The admission {admission.RowKey} has no scan.");
            var isCurrent = rows.Registrations.GetValueOrDefault(admission.Ticket) is { } registration && registration.Issue == admission.Issue && admission.Admitted > registration.Party;
            if (isCurrent || admission.Admitted < 0)
                yield return Found(Damage.AdmittedTooMany, $"The admission {admission.RowKey} let in {admission.Admitted} places.");
        }

        bool IsBacked(Scan scan) => scan.Ticket is { } ticket && IsRegistered(ticket) && rows.Admissions.ContainsKey($"{Admission.Prefix}{ticket}:{scan.Issue}");

        bool IsRegistered(string ticket) => rows.Registrations.ContainsKey(ticket);

        AuditFinding Found(Damage damage, string sentence) => new(rows.Slot, damage, sentence);
    }
}
