using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Signals;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Logging;

namespace Esik.Doors;

/// <summary>
/// The door's answer with what a volunteer may want to say. Exactly one of answer and set aside is there, or neither when storage was busy
/// and the same scan may be sent again. <paramref name="Scan"/> and <paramref name="Counts"/> are null for what is not stored.
/// </summary>
public sealed record ScanAnswer(ScanRequest Request, DoorAnswer? Answer, SetAsideReason? SetAside = null, Scan? Scan = null, ScanOutcome? Counts = null, Registration? Guest = null)
{
    /// <summary>Whether the device need not send the scan again.</summary>
    public bool IsDefinite => Answer is not null || SetAside is not null;
}

/// <summary>The door's side of Esik: judges scans and stores them as facts.</summary>
public sealed partial class ScanDesk(SlotWriters writers, ISlotStore store, ScanReader reader, TimeProvider clock, ILogger<ScanDesk> logger, Measures? measures = null)
{
    /// <summary>
    /// Judges what a device did, in the order in which it did it; the answers come in the same order. The same scan again gives the same answer.
    /// One that cannot be taken, or whose slot is busy, stands in nobody's way.
    /// </summary>
    public async Task<IReadOnlyList<ScanAnswer>> JudgeAsync(Programme programme, DoorDevice device, IReadOnlyList<ScanRequest> requests, HandIn handIn, CancellationToken stop)
    {
        var scope = DoorScope.Of(handIn.FromRevoked ? device with { Role = DoorRole.Volunteer } : device, programme);
        var round = new Round(programme, device, scope, handIn, stop);
        var answers = new List<ScanAnswer>();
        foreach (var run in Runs(requests))
        {
            // What it takes back comes once more, and so has the undo to: answered now, it would find nothing for good.
            if (run is [{ Kind: ScanKind.Undo } undo] && answers.Any(answer => !answer.IsDefinite && answer.Request.ScanId == undo.Undoes))
            {
                answers.Add(new(undo, null));
                continue;
            }
            var readings = await Task.WhenAll(run.Select(request => ReadAsync(round, request)));
            // Handed to the slots' writers one after the other, in this order, before any of them is waited for.
            answers.AddRange(await Task.WhenAll(run.Zip(readings, (request, reading) => JudgeAsync(round, request, reading)).ToList()));
        }
        return answers;
    }

    private sealed record Round(Programme Programme, DoorDevice Device, DeviceScope Scope, HandIn HandIn, CancellationToken Stop);

    private sealed record Reading(ScanFacts Facts, SlotChange<ScanOutcome>? Change, DoorAnswer? Answer, SetAsideReason? SetAside);

    // An undo looks up what it takes back, so all before it has to be stored; the others need not wait for each other.
    private static IEnumerable<IReadOnlyList<ScanRequest>> Runs(IReadOnlyList<ScanRequest> requests)
    {
        var run = new List<ScanRequest>();
        foreach (var request in requests)
        {
            if (request.Kind == ScanKind.Undo && run.Count > 0)
            {
                yield return run;
                run = [];
            }
            run.Add(request);
            if (request.Kind != ScanKind.Undo)
                continue;
            yield return run;
            run = [];
        }
        if (run.Count > 0)
            yield return run;
    }

    private async Task<Reading> ReadAsync(Round round, ScanRequest request)
    {
        var facts = Facts(request, round);
        var isOwed = !round.HandIn.FromRevoked || IsOwed(request, facts, round.Device);
        if (!isOwed && !MayBeProved(request))
            return new(facts, null, null, SetAsideReason.Revoked);
        try
        {
            var read = await reader.ReadAsync(round.Programme, round.Scope, request, facts.CorrectedAt, round.Stop);
            if (read.Question is not { } question)
                return new(facts, null, null, read.SetAside);
            if (!isOwed && !read.IsProved)
                return new(facts, null, null, SetAsideReason.Revoked);
            // Open entrance counts nobody, so there is nothing to store in.
            if (question.Slot.OpenEntrance)
                return new(facts, null, AdmissionRule.Decide(question).Answer, null);
            return request.Kind == ScanKind.Undo
                ? new(facts, await UndoAsync(facts, question, request, round.Stop), null, null)
                : new(facts, new ScanChange(facts, question, read.Ticket, read.Told, read.IsProved), null, null);
        }
        catch (Exception outage) when (StorageOutage.Is(outage, round.Stop))
        {
            return new(facts, null, null, null);
        }
    }

    // What happened at a door while the device was allowed to be there is a fact; a revoked one asks for nothing new.
    private static bool IsOwed(ScanRequest request, ScanFacts facts, DoorDevice device) =>
        request is { Offline: true, ShortCode: null } && facts.CorrectedAt < device.RevokedAt + ScanMoment.Noise;

    // Until it heard that it was revoked, a phone went on letting people in: they are inside, and what shows it comes from their tickets alone.
    private static bool MayBeProved(ScanRequest request) => request is { Kind: ScanKind.Scan, WasAdmitted: true, Proof: not null };

    private async Task<UndoChange> UndoAsync(ScanFacts facts, AdmissionQuestion question, ScanRequest request, CancellationToken stop)
    {
        var needs = await UndoChange.Rows(request.Undoes!, async key => (await store.ReadAsync(request.Slot, key, stop))?.Row);
        return new UndoChange(facts, question, request.Undoes!, request.Reason, needs);
    }

    private async Task<ScanAnswer> JudgeAsync(Round round, ScanRequest request, Reading reading)
    {
        if (reading.Change is not { } change)
        {
            if (reading.Answer is { } answer)
                measures?.Scanned(answer.Code(), null);
            return new(request, reading.Answer, reading.SetAside);
        }
        try
        {
            var outcome = await writers.ChangeAsync(request.Slot, change);
            measures?.Scanned(outcome.Scan.Answer.Code(), clock.GetUtcNow() - outcome.Scan.CorrectedAt);
            return new(request, outcome.Scan.Answer, null, outcome.Scan, outcome, await GuestAsync(round, request, outcome.Scan));
        }
        catch (Exception outage) when (outage is BusyException || StorageOutage.Is(outage, round.Stop))
        {
            return new(request, null);
        }
#pragma warning disable CA1031 // One scan that meets a mistake of ours must not keep all those behind it on the phone.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, request.Slot);
            return new(request, null, SetAsideReason.Failed);
        }
    }

    private async Task<Registration?> GuestAsync(Round round, ScanRequest request, Scan scan) =>
        round.HandIn is { Names: true, FromRevoked: false } && scan.Answer is not DoorAnswer.OtherSlot && TicketId.Parse(scan.Ticket) is { } ticket
            ? (await store.ReadAsync(request.Slot, Registration.KeyOf(ticket), round.Stop))?.Row as Registration
            : null;

    private ScanFacts Facts(ScanRequest request, Round round)
    {
        var moment = ScanMoment.Of(request.ScannedAt, request.OffsetSeconds, round.HandIn.SentAt, clock.GetUtcNow());
        return new(
            request.ScanId, request.Door, round.Device.Id, request.ScannedAt.ToUniversalTime(), ScanMoment.Seconds(moment.ClockOffset), moment.CorrectedAt,
            request.Offline, request.Shown, round.HandIn.FromRevoked);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A scan in slot {Slot} met a failure and was set aside.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
