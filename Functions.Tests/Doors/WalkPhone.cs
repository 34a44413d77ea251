using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>One admission as the people at the door saw it happen.</summary>
internal sealed record WalkAdmission(string ScanId, TicketId? Ticket, int Places)
{
    /// <summary>The volunteer sent them out again, by this undo.</summary>
    public string? UndoneBy { get; set; }
}

/// <summary>A phone at a door, as the page in Web/door does it: decides by what it knows, queues what it did, and learns when there is a network.</summary>
internal sealed class WalkPhone(DoorDevice device, Programme programme, Slot slot)
{
    private readonly DeviceScope scope = DoorScope.Of(device, programme);
    private readonly Dictionary<TicketId, RosterEntry> roster = [];
    private readonly List<ScanRequest> queue = [];
    private readonly HashSet<string> acknowledged = [];
    private RosterCursor? cursor;
    private RoomFacts room = new(0, 0, 0, 0, 0, 0);
    private int spent;
    private int made;

    /// <summary>Everything that was ever queued.</summary>
    public List<ScanRequest> Made { get; } = [];

    public List<WalkAdmission> Admissions { get; } = [];

    public bool HasQueue => queue.Count > 0;

    /// <summary>A phone that forgets which id a scan had: what no phone may do.</summary>
    public bool Renames { get; init; }

    public void Scan(TicketPayload ticket, string token, int? places, DateTimeOffset now)
    {
        var here = Admissions.Where(one => one.Ticket == ticket.Ticket && one.UndoneBy is null && !acknowledged.Contains(one.ScanId)).Sum(one => one.Places);
        var known = roster.GetValueOrDefault(ticket.Ticket);
        var facts = new TicketFacts(known is null ? null : new(known.Issue, known.State), null, known?.Admitted ?? 0, here);
        var question = Question(ScanKind.Scan, now, places) with { Code = new(TicketVerdict.Genuine, false, ticket.SlotNumber, ticket.Issue, ticket.Party), Ticket = facts };
        var decision = AdmissionRule.Decide(question);
        var proof = new TicketProof(ticket.Ticket, ticket.Issue, ticket.Party, TicketToken.Proof(token));
        Queue(new(NextId(), ScanKind.Scan, slot.Id, "hall-door", now, null, null, proof, decision.Places > 0 ? decision.Places : places, true, decision.Answer, null, null), ticket.Ticket, decision);
    }

    public void WalkIn(int places, DateTimeOffset now)
    {
        var decision = AdmissionRule.Decide(Question(ScanKind.WalkIn, now, places));
        if (decision.Answer != DoorAnswer.Welcome)
            return;
        spent += places;
        Queue(new(NextId(), ScanKind.WalkIn, slot.Id, "hall-door", now, null, null, null, places, true, decision.Answer, null, null), null, decision);
    }

    /// <summary>Takes the latest admission back.</summary>
    public void Undo(DateTimeOffset now)
    {
        if (Admissions.LastOrDefault(one => one.UndoneBy is null) is not { } last)
            return;
        last.UndoneBy = NextId();
        Queue(new(last.UndoneBy, ScanKind.Undo, slot.Id, "hall-door", now, null, null, null, null, true, DoorAnswer.Undone, last.ScanId, "wrong one"), null, default);
    }

    /// <summary>Hands the queue in and learns the news. Without an answer nothing is known to have arrived.</summary>
    /// <param name="some">How many of the queue go in one post.</param>
    public async Task SyncAsync(ScanDesk desk, Rosters rosters, int some, DateTimeOffset now, bool answerIsLost)
    {
        var post = queue.Take(some).Select(request => Renames ? request with { ScanId = NextId() } : request).ToList();
        var answers = post.Count == 0 ? [] : await desk.JudgeAsync(programme, device, post, new HandIn(now, false, false), CancellationToken.None);
        if (answerIsLost)
            return;
        for (var place = answers.Count - 1; place >= 0; place--)
        {
            Assert.Null(answers[place].SetAside);
            if (answers[place].Answer is null)
                continue;
            acknowledged.Add(queue[place].ScanId);
            queue.RemoveAt(place);
        }
        if (await rosters.ReadAsync(slot, cursor, CancellationToken.None) is not { } news)
            return;
        cursor = news.Cursor;
        foreach (var entry in news.Entries)
            roster[entry.Ticket] = entry;
        var tally = (await rosters.TallyAsync(slot.Id, CancellationToken.None))!.Tally;
        room = new(tally.Capacity, tally.Taken, tally.Offered, tally.Inside, tally.WalkIns, 0);
        spent = 0;
    }

    private AdmissionQuestion Question(ScanKind kind, DateTimeOffset now, int? places)
    {
        var facts = SlotFacts.Of(slot, programme.NumberLast);
        var allowance = Math.Max(0, (room.FreeForWalkIns(facts.IsReleasedAt(now)) / 2) - spent);
        return new(kind, now, Online: false, WasAdmitted: false, places, new(TicketVerdict.Unreadable, false, 0, 0, 0), scope, new("hall-door", slot.Id), facts,
            TicketFacts.Unknown, room with { Allowance = allowance }, null);
    }

    private void Queue(ScanRequest request, TicketId? ticket, AdmissionDecision decision)
    {
        queue.Add(request);
        Made.Add(request);
        if (decision.Answer == DoorAnswer.Welcome)
            Admissions.Add(new(request.ScanId, ticket, decision.Places));
    }

    private string NextId() => $"{device.Id}-{++made}";
}
