using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Mails;

/// <summary>
/// Puts mails off that were due before the night and could not go: they become due in the morning, and the clocks of their offers start
/// then. What answers somebody's own act goes at any hour, and so does an offer that nobody could answer any more in the morning.
/// </summary>
public sealed class NightRest(OutboxTable outboxes, SlotWriters writers, TimeProvider clock)
{
    /// <summary>When the morning comes, for a slot whose mails rest now, UTC; null by day.</summary>
    public DateTimeOffset? Morning(Slot slot, TimeZoneInfo zone) => QuietHours.DueAt(clock.GetUtcNow(), slot.Start, zone);

    /// <summary>The outbox with its mails put off; null when somebody else changed it meanwhile.</summary>
    public async Task<KnownOutbox?> PutOffAsync(KnownOutbox found, Slot slot, DateTimeOffset morning, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var offersCanWait = PromotionRule.OfferUntil(slot, morning) is not null;
        var resting = found.Outbox.Due(now).Where(mail => mail.ByDay && (mail.Kind != MailKind.Offer || offersCanWait)).ToHashSet();
        if (resting.Count == 0)
            return found;
        // The clocks first: a mail that is put off without its offer would come too late.
        foreach (var tickets in resting.Where(mail => mail.Kind == MailKind.Offer).Select(mail => TicketId.Parse(mail.Ticket)).OfType<TicketId>().Chunk(TellChange.RowsMax))
            await writers.ChangeAsync(slot.Id, new PutOffChange(slot, tickets, morning));
        var put = found.Outbox with { Mails = [.. found.Outbox.Mails.Select(mail => resting.Contains(mail) ? mail with { Due = morning } : mail)] };
        return await outboxes.ReplaceAsync(slot.Id, put, found.Version, stop) is { } version ? new KnownOutbox(put, version) : null;
    }
}
