using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>One admission as the people at the door saw it happen.</summary>
internal sealed record WalkAdmission(string ScanId, string Slot, TicketId? Ticket, int Places)
{
    /// <summary>The volunteer sent them out again, by this undo.</summary>
    public string? UndoneBy { get; set; }
}

/// <summary>A phone at a door, as the page in Web/door does it: decides by what it knows, queues what it did, and learns when there is a network.</summary>
internal sealed class WalkPhone(DoorDevice device, Programme programme)
{
    private readonly DeviceScope scope = DoorScope.Of(device, programme);
    private readonly List<ScanRequest> queue = [];
    private readonly HashSet<string> acknowledged = [];
    private Dictionary<string, Knowledge> known = [];
    private List<ScanRequest> unwritten = [];
    private long offsetSeconds;
    private int made;

    private sealed class Knowledge
    {
        public Dictionary<TicketId, RosterEntry> Roster { get; } = [];

        public RosterCursor? Cursor { get; set; }

        public RoomFacts Room { get; set; } = new(0, 0, 0, 0, 0, 0);

        public int Spent { get; set; }
    }

    /// <summary>Everything that was ever queued.</summary>
    public List<ScanRequest> Made { get; } = [];

    /// <summary>When it really happened, by scan, where the phone had measured how far its clock was off.</summary>
    public Dictionary<string, DateTimeOffset> Happened { get; } = [];

    public List<WalkAdmission> Admissions { get; } = [];

    public bool HasQueue => queue.Count > 0;

    /// <summary>How far its clock is ahead; it notices at the next sync.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>A phone that forgets which id a scan had: what no phone may do.</summary>
    public bool Renames { get; init; }

    public void Scan(Slot slot, TicketPayload ticket, string token, int? places, DateTimeOffset now)
    {
        var here = Admissions.Where(one => one.Ticket == ticket.Ticket && one.UndoneBy is null && !acknowledged.Contains(one.ScanId)).Sum(one => one.Places);
        var entry = Of(slot).Roster.GetValueOrDefault(ticket.Ticket);
        var facts = new TicketFacts(entry is null ? null : new(entry.Issue, entry.State), null, entry?.Admitted ?? 0, here);
        var question = Question(slot, ScanKind.Scan, now, places) with { Code = new(TicketVerdict.Genuine, false, ticket.SlotNumber, ticket.Issue, ticket.Party), Ticket = facts };
        var decision = AdmissionRule.Decide(question);
        var proof = new TicketProof(ticket.Ticket, ticket.Issue, ticket.Party, TicketToken.Proof(token));
        Queue(Request(ScanKind.Scan, slot.Id, now, decision.Answer) with { Proof = proof, Places = decision.Places > 0 ? decision.Places : places }, ticket.Ticket, decision, now);
    }

    public void WalkIn(Slot slot, int places, DateTimeOffset now)
    {
        var decision = AdmissionRule.Decide(Question(slot, ScanKind.WalkIn, now, places));
        if (decision.Answer != DoorAnswer.Welcome)
            return;
        Of(slot).Spent += places;
        Queue(Request(ScanKind.WalkIn, slot.Id, now, decision.Answer) with { Places = places }, null, decision, now);
    }

    /// <summary>Somebody without a ticket, about whom the server is asked: there may be room although this phone's share is spent.</summary>
    public void Ask(Slot slot, int places, DateTimeOffset now) =>
        Queue(Request(ScanKind.WalkIn, slot.Id, now, DoorAnswer.Welcome) with { Places = places, Offline = false, Shown = null }, null, default, now);

    /// <summary>Takes the latest admission back.</summary>
    public void Undo(DateTimeOffset now)
    {
        if (Admissions.LastOrDefault(one => one.UndoneBy is null) is not { } last)
            return;
        var request = Request(ScanKind.Undo, last.Slot, now, DoorAnswer.Undone) with { Undoes = last.ScanId, Reason = "wrong one" };
        last.UndoneBy = request.ScanId;
        Queue(request, null, default, now);
    }

    /// <summary>The page dies before it wrote down what it heard last: it sends those scans again, and knows nothing of any ticket.</summary>
    public void Crash()
    {
        queue.InsertRange(0, unwritten);
        acknowledged.ExceptWith(unwritten.Select(request => request.ScanId));
        (unwritten, known) = ([], []);
    }

    /// <summary>Hands the queue in and learns the news. Without an answer nothing is known to have arrived.</summary>
    /// <param name="some">How many of the queue go in one post.</param>
    public async Task SyncAsync(ScanDesk desk, Rosters rosters, int some, DateTimeOffset now, bool answerIsLost)
    {
        var post = queue.Take(some).Select(request => Renames ? request with { ScanId = NextId() } : request).ToList();
        var answers = post.Count == 0 ? [] : await desk.JudgeAsync(programme, device, post, new HandIn(now + Ahead, false, false), CancellationToken.None);
        if (answerIsLost)
            return;
        unwritten = [];
        for (var place = answers.Count - 1; place >= 0; place--)
        {
            Assert.Null(answers[place].SetAside);
            if (answers[place].Answer is not { } answer)
                continue;
            // Who waited for the server's word comes in by it.
            if (!queue[place].Offline && answer == DoorAnswer.Welcome && !Admissions.Any(one => one.ScanId == queue[place].ScanId))
                Admissions.Add(new(queue[place].ScanId, queue[place].Slot, null, queue[place].Places!.Value));
            unwritten.Insert(0, queue[place]);
            acknowledged.Add(queue[place].ScanId);
            queue.RemoveAt(place);
        }
        offsetSeconds = -(long)Ahead.TotalSeconds;
        foreach (var slot in DoorScope.SlotsOf(device, programme))
            await LearnAsync(slot, rosters);
    }

    private async Task LearnAsync(Slot slot, Rosters rosters)
    {
        var here = Of(slot);
        if (await rosters.ReadAsync(slot, here.Cursor, CancellationToken.None) is not { } news)
            return;
        here.Cursor = news.Cursor;
        foreach (var entry in news.Entries)
            here.Roster[entry.Ticket] = entry;
        var tally = (await rosters.TallyAsync(slot.Id, CancellationToken.None))!.Tally;
        here.Room = new(tally.Capacity, tally.Taken, tally.Offered, tally.Inside, tally.WalkIns, 0);
        here.Spent = 0;
    }

    private Knowledge Of(Slot slot)
    {
        if (!known.TryGetValue(slot.Id, out var here))
            known[slot.Id] = here = new();
        return here;
    }

    private AdmissionQuestion Question(Slot slot, ScanKind kind, DateTimeOffset now, int? places)
    {
        var here = Of(slot);
        var facts = SlotFacts.Of(slot, programme.NumberLast);
        var at = now + Ahead + TimeSpan.FromSeconds(offsetSeconds);
        var allowance = Math.Max(0, (here.Room.FreeForWalkIns(facts.IsReleasedAt(at)) / 2) - here.Spent);
        return new(kind, at, Online: false, WasAdmitted: false, places, new(TicketVerdict.Unreadable, false, 0, 0, 0), scope, new("hall-door", slot.Id), facts,
            TicketFacts.Unknown, here.Room with { Allowance = allowance }, null);
    }

    private ScanRequest Request(ScanKind kind, string slot, DateTimeOffset now, DoorAnswer shown) =>
        new(NextId(), kind, slot, "hall-door", now + Ahead, null, null, null, null, true, shown, null, null, offsetSeconds);

    private void Queue(ScanRequest request, TicketId? ticket, AdmissionDecision decision, DateTimeOffset now)
    {
        queue.Add(request);
        Made.Add(request);
        if (offsetSeconds == -(long)Ahead.TotalSeconds)
            Happened[request.ScanId] = now;
        if (decision.Answer == DoorAnswer.Welcome)
            Admissions.Add(new(request.ScanId, request.Slot, ticket, decision.Places));
    }

    private string NextId() => $"{device.Id}-{++made}";
}
