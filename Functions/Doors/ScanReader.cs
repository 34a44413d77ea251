using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>A scan with all that is known of it before its slot decides.</summary>
/// <param name="Question">All but the ticket's admission and the room. Null: set aside.</param>
/// <param name="Told">The device's own answer, where the server can say nothing about the code.</param>
/// <param name="IsProved">The phone held this very ticket before its camera.</param>
public sealed record ReadScan(AdmissionQuestion? Question, TicketId? Ticket, DoorAnswer? Told, SetAsideReason? SetAside, bool IsProved = false)
{
    public static ReadScan Aside(SetAsideReason reason) => new(null, null, null, reason);
}

/// <summary>Who is behind a short code.</summary>
public interface IShortCodes
{
    /// <summary>Null when there is none, or when two share it (then only the QR code will do). Looks through the slot's registrations.</summary>
    Task<Registration?> FindByShortCodeAsync(string slot, string shortCode, CancellationToken stop);
}

/// <summary>Finds out what a code is: by its signature, by its proof, or by its short code.</summary>
public sealed class ScanReader(ISlotStore store, IShortCodes shortCodes, Rosters rosters, TicketKeys keys)
{
    /// <param name="programme"></param>
    /// <param name="scope">Of the device.</param>
    /// <param name="request"></param>
    /// <param name="now">When it happened, by the server's clock.</param>
    /// <param name="stop"></param>
    public async Task<ReadScan> ReadAsync(Programme programme, DeviceScope scope, ScanRequest request, DateTimeOffset now, CancellationToken stop)
    {
        if (programme.SlotById(request.Slot) is not { } slot)
            return ReadScan.Aside(SetAsideReason.SlotUnknown);
        var code = new CodeFacts(TicketVerdict.Unreadable, request.ShortCode is not null, 0, 0, 0);
        var question = new AdmissionQuestion(
            request.Kind, now, Online: true, request.WasAdmitted, request.Places, code, scope, new(request.Door, request.Slot), SlotFacts.Of(slot, programme.NumberLast),
            TicketFacts.Unknown, new(0, 0, 0, 0, 0, 0), null);
        if (request is { Offline: true, Kind: not ScanKind.Undo, Shown: { } shown and not DoorAnswer.Welcome })
            return TurnedAway(question, request.Proof, shown);
        if (request.Kind != ScanKind.Scan)
            return new(question, null, null, null);
        if (request.Token is { } token)
            return OfToken(question, token);
        return request.Proof is { } proof ? await OfProofAsync(question, slot, request, proof, stop) : await OfShortCodeAsync(question, slot, request.ShortCode, stop);
    }

    // A phone that decided alone sent them away: whatever the server knows better now, they did not come in.
    private static ReadScan TurnedAway(AdmissionQuestion question, TicketProof? proof, DoorAnswer shown) => proof is null
        ? new(question, null, shown, null)
        : new(question with { Code = question.Code with { SlotNumber = proof.SlotNumber, Issue = proof.Issue, Party = proof.Party } }, proof.Ticket, shown, null);

    private ReadScan OfToken(AdmissionQuestion question, string token)
    {
        var reading = keys.Verifier.Read(token);
        var code = question.Code with { Verdict = reading.Verdict };
        return reading.Payload is { } ticket
            ? new(question with { Code = code with { SlotNumber = ticket.SlotNumber, Issue = ticket.Issue, Party = ticket.Party } }, ticket.Ticket, null, null)
            : new(question with { Code = code }, null, null, null);
    }

    // The signature of an issue that was replaced is kept nowhere; where its party goes on with another one, its proofs are. Whoever cannot
    // be proved so comes in by no issue, so there is nothing more to prove.
    private async Task<ReadScan> OfProofAsync(AdmissionQuestion question, Slot slot, ScanRequest request, TicketProof proof, CancellationToken stop)
    {
        var known = rosters.Recall(slot.Id, proof.Ticket);
        if (known is null || known.Issue < proof.Issue || (known.Issue == proof.Issue && !known.Proves(proof.Hash, slot.Number)))
            known = (await store.ReadAsync(slot.Id, Registration.KeyOf(proof.Ticket), stop))?.Row is Registration row ? RosterEntry.Of(row, 0, default) : null;
        if (known is null || known.Issue < proof.Issue)
            return ReadScan.Aside(SetAsideReason.ProofWrong);
        var isCurrent = known.Issue == proof.Issue && known.State == TicketStanding.Confirmed;
        if (isCurrent && !known.Proves(proof.Hash, slot.Number))
            return ReadScan.Aside(SetAsideReason.ProofWrong);
        var code = question.Code with { Verdict = TicketVerdict.Genuine, SlotNumber = slot.Number, Issue = proof.Issue, Party = isCurrent ? known.Party : proof.Party };
        var isProved = isCurrent || (question.WasAdmitted && known.State == TicketStanding.Confirmed && await IsProvedSinceAsync(slot, proof, stop));
        return new(question with { Code = code, Ticket = TicketFacts.Unknown with { Known = isCurrent ? null : new(known.Issue, known.State) } }, proof.Ticket, null, null, isProved);
    }

    private async Task<bool> IsProvedSinceAsync(Slot slot, TicketProof proof, CancellationToken stop) =>
        (await store.ReadAsync(slot.Id, Admission.KeyOf(proof.Ticket, proof.Issue), stop))?.Row is Admission replaced && replaced.Proves(proof.Hash);

    private async Task<ReadScan> OfShortCodeAsync(AdmissionQuestion question, Slot slot, string? typed, CancellationToken stop)
    {
        // Who may not scan here is not told whether a code is good.
        if (slot.OpenEntrance || !question.Device.MayScan(question.At))
            return new(question with { Code = question.Code with { Verdict = TicketVerdict.Genuine, SlotNumber = slot.Number } }, null, DoorAnswer.NotYourDoor, null);
        if (ShortCode.Parse(typed) is not { } code || await shortCodes.FindByShortCodeAsync(slot.Id, code.Text, stop) is not { } guest)
            return new(question, null, null, null);
        // A registration without a ticket so far has the issue 0, which stands for none.
        var facts = question.Code with { Verdict = TicketVerdict.Genuine, SlotNumber = slot.Number, Issue = guest.Issue, Party = guest.Party };
        var standing = guest.State switch
        {
            RegistrationState.Confirmed => TicketStanding.Confirmed,
            RegistrationState.Withdrawn => TicketStanding.Cancelled,
            RegistrationState.Waiting or RegistrationState.Offered => TicketStanding.Waiting,
        };
        return new(question with { Code = facts, Ticket = TicketFacts.Unknown with { Known = new(guest.Issue, standing) } }, guest.Id(), null, null);
    }
}
