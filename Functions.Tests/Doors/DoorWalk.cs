using Esik.Audits;
using Esik.Languages;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Tickets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>
/// A festival's evening at random, in two slots: phones that scan, are cut off and come back, die, and have their clocks set; processes that
/// die; guests who change their tickets meanwhile; somebody who settles clashes. The slots' writers, changes and rules are the real ones;
/// storage is in memory and loses answers.
/// </summary>
internal sealed class DoorWalk : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2027, 9, 18, 7, 0, 0, TimeSpan.Zero);

    private readonly Random random;
    private readonly FakeTimeProvider clock = new(Noon);
    private readonly IReadOnlyList<WalkSlot> slots;
    private readonly WalkSlots store;
    private readonly Rosters rosters;
    private readonly List<SlotWriters> processes = [];
    private readonly List<WalkPhone> phones;
    private readonly Random mishaps;
    private readonly List<string> overfull = [];
    private double trouble;

    public DoorWalk(int seed, bool renames = false)
    {
        random = new Random(seed);
        mishaps = new Random(seed);
        slots = [Open("clay", 1), Open("dance", 2)];
        var programme = TestProgramme.Of(Noon, [.. slots.Select(one => one.Slot)]);
        store = new WalkSlots(slots);
        rosters = new Rosters(store, clock);
        phones = [.. Enumerable.Range(1, random.Next(2, 5)).Select(number => new WalkPhone(Device(number), programme) { Renames = renames })];
        Restart();
    }

    /// <summary>What does not add up in the end.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(int steps)
    {
        for (var number = 0; number < 6; number++)
            await RegisterAsync(slots[number % slots.Count]);
        trouble = 0.15;
        for (var step = 0; step < steps; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
            await StepAsync();
        }
        trouble = 0;
        await JoinAsync();
        return [.. Mistakes()];
    }

    public async ValueTask DisposeAsync()
    {
        var stopping = Task.WhenAll(processes.Select(process => process.StopAsync(CancellationToken.None)));
        while (!stopping.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(40));
            await Task.WhenAny(stopping, Task.Delay(1));
        }
    }

    private Task StepAsync()
    {
        var (phone, slot, now) = (phones[random.Next(phones.Count)], slots[random.Next(slots.Count)], clock.GetUtcNow());
        switch (random.Next(26))
        {
            case < 8:
                // Now and then somebody stands at the wrong door.
                var of = random.Next(10) == 0 ? slots[random.Next(slots.Count)] : slot;
                var ticket = of.Tickets[random.Next(of.Tickets.Count)];
                phone.Scan(slot.Slot, Payload(of.Slot, ticket), ticket.Token(of.Slot.Number)!, random.Next(3) == 0 ? random.Next(1, ticket.Party + 1) : null, now);
                return Task.CompletedTask;
            case 8 or 9:
                phone.WalkIn(slot.Slot, random.Next(1, 3), now);
                return Task.CompletedTask;
            case 10 or 11:
                phone.Undo(now);
                return Task.CompletedTask;
            case 12:
                Restart();
                return Task.CompletedTask;
            case 13:
                return RegisterAsync(slot);
            case 14:
                return ChangeAsync(slot, guest => new WithdrawChange(slot.Slot, guest));
            case 15:
                return ChangeAsync(slot, guest => new PartyChange(slot.Slot, guest, Math.Max(1, guest.Party - 1), TicketKit.Keys.Signer));
            case 16:
                phone.Crash();
                return Task.CompletedTask;
            case 17:
                phone.Ahead = TimeSpan.FromSeconds(random.Next(-10_000, 10_000));
                return Task.CompletedTask;
            case 18:
                return SettleAsync(slot);
            case 19 or 20:
                return AskAtOnceAsync(slot, now);
            default:
                return LiveAsync(phone.SyncAsync(Desk(), rosters, random.Next(1, 6), now, answerIsLost: random.Next(4) == 0));
        }
    }

    // As many as the room has left come without a ticket at each of two phones, which ask two processes.
    private Task AskAtOnceAsync(WalkSlot at, DateTimeOffset now)
    {
        var two = phones.OrderBy(_ => random.Next()).Take(2).ToList();
        foreach (var phone in two)
            phone.Ask(at.Slot, Math.Clamp(at.Store.Ledger.Capacity - at.Store.Ledger.Inside, 1, TicketPayload.PartyMax), now);
        return LiveAsync(Task.WhenAll(two.Select((phone, number) => phone.SyncAsync(Desk(processes.Count - 1 - (number % processes.Count)), rosters, 500, now, answerIsLost: random.Next(4) == 0))));
    }

    // Everybody has a network now, for as long as it takes.
    private async Task JoinAsync()
    {
        for (var round = 0; phones.Any(phone => phone.HasQueue); round++)
        {
            Assert.True(round < 500, "The phones do not get rid of their scans.");
            foreach (var phone in phones)
                await LiveAsync(phone.SyncAsync(Desk(), rosters, 500, clock.GetUtcNow(), answerIsLost: false));
        }
    }

    private async Task RegisterAsync(WalkSlot at)
    {
        var (slot, number) = (at.Slot, at.Guests.Count);
        var email = EmailAddress.Parse($"guest{number}@example.org")!;
        var ticket = TicketId.For(TicketKit.GuestKey, slot.Id, email);
        var signUp = new SignUp("Айгүл", email, random.Next(1, Math.Min(4, slot.PartyMax) + 1), Language.Kazakh, $"request-{number:D10}");
        var change = new SignUpChange(slot, signUp, ticket, ShortCode.For(TicketKit.GuestKey, slot.Id, ticket), TicketKit.Keys.Signer);
        if (await TryAsync(slot, change) is { Registration: { } guest })
            at.Know(guest);
    }

    private async Task ChangeAsync(WalkSlot at, Func<Registration, GuestChange> change)
    {
        if (at.Guests.Count > 0 && await TryAsync(at.Slot, change(at.Guests[random.Next(at.Guests.Count)])) is { } reply)
            at.Know(reply.Registration);
    }

    private async Task SettleAsync(WalkSlot at)
    {
        if (at.Store.All.Select(row => row.Row).OfType<Clash>().Where(clash => clash.IsOpen).ToList() is not { Count: > 0 } open)
            return;
        var clash = open[random.Next(open.Count)];
        var rows = await SettleChange.Rows(clash.Scan.ScanId, key => Task.FromResult(at.Store.Find(key)?.Row));
        await TryAsync(at.Slot, new SettleChange(clash.Scan.ScanId, ClashForm.Verdicts[random.Next(ClashForm.Verdicts.Count)], "", "desk", rows));
    }

    private async Task<T?> TryAsync<T>(Slot slot, SlotChange<T> change)
        where T : class?
    {
        try
        {
            var changing = processes[^1].ChangeAsync(slot.Id, change);
            await LiveAsync(changing);
            return await changing;
        }
        catch (BusyException)
        {
            return null;
        }
    }

    // Two writers that are in each other's way wait by the clock.
    private async Task LiveAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(1));
            if (!task.IsCompleted)
                clock.Advance(TimeSpan.FromMilliseconds(100));
        }
        await task;
    }

    private void Restart() => processes.Add(new SlotWriters(store, new SlotSettings(), clock, NullLogger<SlotWriters>.Instance));

    private ScanDesk Desk() => Desk(random.Next(Math.Max(0, processes.Count - 2), processes.Count));

    private ScanDesk Desk(int process) => new(
        processes[process], store, new ScanReader(store, new NoShortCodes(), rosters, TicketKit.Keys), clock, NullLogger<ScanDesk>.Instance);

    private static TicketPayload Payload(Slot slot, Registration ticket) => new((byte)ticket.KeyId, slot.Number, ticket.Id(), ticket.Issue, ticket.Party);

    private static DoorDevice Device(int number) => new(
        $"{number:x16}", $"Phone {number}", "", ["hall-door"], Noon.AddDays(1), Noon, Noon, null, number == 1 ? DoorRole.Lead : DoorRole.Volunteer);

    private WalkSlot Open(string id, ushort number)
    {
        var capacity = random.Next(4, 30);
        var memory = new MemorySlotStore(capacity)
        {
            BeforeCommit = _ => Task.FromResult(Mishap()),
        };
        memory.AfterCommit = batch =>
        {
            overfull.AddRange(WalkCheck.OfRoom(batch, memory.Ledger));
            return Mishap();
        };
        return new(TestProgramme.Slot(id, Noon, capacity) with { Number = number, ReleaseMinutes = random.Next(4) switch { 0 => 0, 1 => 10, _ => 1 }, SignUpCloses = Noon.AddHours(2) }, memory);
    }

    // Two writers may be at their stores at once.
    private CommitResult? Mishap()
    {
        lock (mishaps)
            return mishaps.NextDouble() < trouble ? CommitResult.Unknown : null;
    }

    private IEnumerable<string> Mistakes() => slots.SelectMany(MistakesOf).Concat(overfull);

    private IEnumerable<string> MistakesOf(WalkSlot at)
    {
        var rows = new SlotRows(at.Slot.Id);
        foreach (var row in at.Store.All)
            rows.Add(new AuditRow(row.Row.RowKey, row.Row, true, clock.GetUtcNow()));
        var made = phones.SelectMany(phone => phone.Made).Where(request => request.Slot == at.Slot.Id).ToList();
        foreach (var lost in made.Where(request => !rows.Scans.ContainsKey(request.ScanId)))
            yield return $"The scan {lost.ScanId} is lost.";
        if (rows.Scans.Count != made.Count)
            yield return $"{made.Count} scans were made and {rows.Scans.Count} are stored.";
        foreach (var (scanId, happened) in phones.SelectMany(phone => phone.Happened))
        {
            if (rows.Scans.GetValueOrDefault(scanId) is { } scan && (scan.CorrectedAt - happened).Duration() > ScanMoment.Noise)
                yield return $"The scan {scanId} happened at {happened:T} and not at {scan.CorrectedAt:T}.";
        }
        foreach (var finding in new SlotAudit(TicketKit.Keys.Verifier, TicketKit.GuestKey).Of(rows, at.Slot, clock.GetUtcNow()).Where(IsOurs))
            yield return $"{finding.Damage}: {finding.Sentence}";
        foreach (var mistake in WalkCheck.Of(rows, [.. phones.SelectMany(phone => phone.Admissions).Where(one => one.Slot == at.Slot.Id)]))
            yield return mistake;
    }

    // No clock ran here after the last step, so the tally and the mails may be on their way; nobody moves the line.
    private static bool IsOurs(AuditFinding finding) => finding.Damage is not (Damage.TallyBehind or Damage.MailOverdue or Damage.WaitsBesideFree);

    private sealed class NoShortCodes : IShortCodes
    {
        public Task<Registration?> FindByShortCodeAsync(string slot, string shortCode, CancellationToken stop) => Task.FromResult<Registration?>(null);
    }
}
