using Esik.Programmes;
using Esik.Registrations;
using Esik.Signals;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>A scan as a device sent it, checked for form.</summary>
/// <param name="Token">The QR code's text, or null when a short code was typed.</param>
/// <param name="Places">How many want to come in; null is all who are still outside.</param>
public sealed record ScanRequest(string ScanId, string? Token, string? ShortCode, string Slot, string Door, int? Places, DateTimeOffset ScannedAt);

/// <summary>The door's answer with what a volunteer may want to say. <see cref="Scan"/> and <see cref="Counts"/> are null for what is not stored.</summary>
public sealed record ScanAnswer(string ScanId, DoorAnswer Answer, Scan? Scan, ScanOutcome? Counts, Registration? Guest);

/// <summary>The door's side of Esik: judges scans and stores them as facts.</summary>
public sealed class ScanDesk(SlotWriters writers, ISlotStore store, SlotTable slots, TicketKeys keys, Measures measures, TimeProvider clock)
{
    // Older than any festival: what a phone says beyond that is a broken clock, and must not leave the range of times that storage takes.
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    /// <summary>Judges one scan of a device. The same scan again gives the same answer.</summary>
    /// <param name="sentAt">The device's clock when it sent the scan; null trusts its clock.</param>
    /// <param name="withName">Reads the guest's registration too, for the name: one more read.</param>
    /// <exception cref="BusyException">Nothing definite is known; the same scan may be sent again.</exception>
    public async Task<ScanAnswer> JudgeAsync(Programme programme, DoorDevice device, ScanRequest request, DateTimeOffset? sentAt, bool withName, CancellationToken stop)
    {
        var answer = await AnswerAsync(programme, device, request, sentAt, withName, stop);
        measures.Scanned(answer.Answer.Code(), clock.GetUtcNow() - answer.Scan?.CorrectedAt);
        return answer;
    }

    private async Task<ScanAnswer> AnswerAsync(Programme programme, DoorDevice device, ScanRequest request, DateTimeOffset? sentAt, bool withName, CancellationToken stop)
    {
        var (answer, knock) = await ReadAsync(programme, device, request, stop);
        if (knock is null)
            return new(request.ScanId, answer, null, null, null);
        var slot = programme.SlotById(request.Slot)!;
        var facts = Facts(request, device, sentAt);
        var refusal = answer == DoorAnswer.Welcome ? AdmissionRule.AtTheDoor(mayScan: true, knock, slot, facts.CorrectedAt) : answer;
        var outcome = await writers.ChangeAsync(slot.Id, new ScanChange(facts, knock, refusal));
        var ofThisSlot = outcome.Scan.Answer is not DoorAnswer.OtherSlot;
        var guest = withName && ofThisSlot ? await store.ReadAsync(slot.Id, Registration.KeyOf(knock.Ticket), stop) : null;
        return new(request.ScanId, outcome.Scan.Answer, outcome.Scan, outcome, guest?.Row as Registration);
    }

    // Welcome means here: nothing speaks against it yet. A knock is there when the scan can be stored in its slot.
    private async Task<(DoorAnswer Answer, Knock? Knock)> ReadAsync(Programme programme, DoorDevice device, ScanRequest request, CancellationToken stop)
    {
        var slot = programme.SlotById(request.Slot);
        var door = programme.DoorById(request.Door);
        var mayScan = slot is { OpenEntrance: false } && door is not null && device.Doors.Contains(door.Id) && door.VenueIds.Contains(slot.VenueId);
        if (request.Token is null)
            return mayScan ? await ByShortCodeAsync(slot!, request, stop) : (DoorAnswer.NotYourDoor, null);
        var reading = keys.Verifier.Read(request.Token);
        return reading.Verdict switch
        {
            TicketVerdict.Unreadable => (DoorAnswer.Unreadable, null),
            TicketVerdict.UnknownKey => (DoorAnswer.UnknownKey, null),
            TicketVerdict.Forged => (DoorAnswer.Forged, null),
            TicketVerdict.Genuine when !mayScan => (DoorAnswer.NotYourDoor, null),
            TicketVerdict.Genuine => (DoorAnswer.Welcome, Knock(reading.Payload!, request.Places)),
        };
    }

    private async Task<(DoorAnswer Answer, Knock? Knock)> ByShortCodeAsync(Slot slot, ScanRequest request, CancellationToken stop)
    {
        if (ShortCode.Parse(request.ShortCode) is not { } code || await slots.FindByShortCodeAsync(slot.Id, code.Text, stop) is not { } guest)
            return (DoorAnswer.Unreadable, null);
        var knock = new Knock(slot.Number, guest.Id(), guest.Issue, guest.Party, request.Places);
        return guest.State switch
        {
            RegistrationState.Confirmed => (DoorAnswer.Welcome, knock),
            RegistrationState.Withdrawn => (DoorAnswer.Cancelled, knock),
            RegistrationState.Waiting or RegistrationState.Offered => (DoorAnswer.Waiting, knock),
        };
    }

    private static Knock Knock(TicketPayload ticket, int? places) => new(ticket.SlotNumber, ticket.Ticket, ticket.Issue, ticket.Party, places);

    // A phone's clock may be off by years. By that clock alone the scan's age at sending is right, and its age counted back from our
    // own clock is when it happened. A scan never lies ahead of now.
    private ScanFacts Facts(ScanRequest request, DoorDevice device, DateTimeOffset? sentAt)
    {
        var now = clock.GetUtcNow();
        var sent = sentAt is { } told && ScanJson.IsTime(told) ? told : now;
        var age = sent - request.ScannedAt;
        var corrected = now - (age < TimeSpan.Zero ? TimeSpan.Zero : age < AgeMax ? age : AgeMax);
        var offset = (int)Math.Clamp((now - sent).TotalSeconds, int.MinValue, int.MaxValue);
        return new(request.ScanId, request.Door, device.Id, request.ScannedAt.ToUniversalTime(), offset, corrected);
    }
}
