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
/// A festival's evening at random: phones that scan, are cut off and come back, processes that die, guests who change their tickets
/// meanwhile. The slot's writers, changes and rules are the real ones; storage is in memory and loses answers.
/// </summary>
internal sealed class DoorWalk : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2027, 9, 18, 7, 0, 0, TimeSpan.Zero);

    private readonly Random random;
    private readonly FakeTimeProvider clock = new(Noon);
    private readonly MemorySlotStore store;
    private readonly Slot slot;
    private readonly Rosters rosters;
    private readonly List<SlotWriters> processes = [];
    private readonly List<WalkPhone> phones;
    private readonly List<Registration> guests = [];
    private readonly List<Registration> tickets = [];
    private double trouble;

    public DoorWalk(int seed, bool renames = false)
    {
        random = new Random(seed);
        var capacity = random.Next(4, 30);
        slot = TestProgramme.Slot("clay", Noon, capacity) with { Number = 1, ReleaseMinutes = random.Next(2) * 10, SignUpCloses = Noon.AddHours(2) };
        var programme = TestProgramme.Of(Noon, slot);
        store = new MemorySlotStore(capacity)
        {
            BeforeCommit = _ => Task.FromResult(random.NextDouble() < trouble ? CommitResult.Unknown : null),
            AfterCommit = _ => random.NextDouble() < trouble ? CommitResult.Unknown : null,
        };
        rosters = new Rosters(new MemoryRosterRows(store), clock);
        phones = [.. Enumerable.Range(1, random.Next(2, 5)).Select(number => new WalkPhone(Device(number), programme, slot) { Renames = renames })];
        Restart();
    }

    /// <summary>What does not add up in the end.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(int steps)
    {
        for (var number = 0; number < 6; number++)
            await RegisterAsync();
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
        var phone = phones[random.Next(phones.Count)];
        var now = clock.GetUtcNow();
        switch (random.Next(20))
        {
            case < 8:
                var ticket = tickets[random.Next(tickets.Count)];
                phone.Scan(Payload(ticket), ticket.Token(slot.Number)!, random.Next(3) == 0 ? random.Next(1, ticket.Party + 1) : null, now);
                return Task.CompletedTask;
            case 8 or 9:
                phone.WalkIn(random.Next(1, 3), now);
                return Task.CompletedTask;
            case 10:
                phone.Undo(now);
                return Task.CompletedTask;
            case 11:
                Restart();
                return Task.CompletedTask;
            case 12:
                return RegisterAsync();
            case 13:
                return ChangeAsync(guest => new WithdrawChange(slot, guest));
            case 14:
                return ChangeAsync(guest => new PartyChange(slot, guest, Math.Max(1, guest.Party - 1), TicketKit.Keys.Signer));
            default:
                return LiveAsync(phone.SyncAsync(Desk(), rosters, random.Next(1, 6), now, answerIsLost: random.Next(4) == 0));
        }
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

    private async Task RegisterAsync()
    {
        var email = EmailAddress.Parse($"guest{guests.Count}@example.org")!;
        var ticket = TicketId.For(TicketKit.GuestKey, slot.Id, email);
        var signUp = new SignUp("Айгүл", email, random.Next(1, Math.Min(4, slot.PartyMax) + 1), Language.Kazakh, $"request-{guests.Count:D10}");
        var change = new SignUpChange(slot, signUp, ticket, ShortCode.For(TicketKit.GuestKey, slot.Id, ticket), TicketKit.Keys.Signer);
        if (await TryAsync(change) is { Registration: { } guest })
            Know(guest);
    }

    private async Task ChangeAsync(Func<Registration, GuestChange> change)
    {
        if (guests.Count > 0 && await TryAsync(change(guests[random.Next(guests.Count)])) is { } reply)
            Know(reply.Registration);
    }

    // Old tickets stay in people's pockets.
    private void Know(Registration guest)
    {
        guests.RemoveAll(other => other.Ticket == guest.Ticket);
        guests.Add(guest);
        if (guest.Token(slot.Number) is not null && !tickets.Any(other => other.Ticket == guest.Ticket && other.Issue == guest.Issue))
            tickets.Add(guest);
    }

    private async Task<T?> TryAsync<T>(SlotChange<T> change)
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

    private ScanDesk Desk() => new(
        processes[random.Next(Math.Max(0, processes.Count - 2), processes.Count)], store, new ScanReader(store, new NoShortCodes(), rosters, TicketKit.Keys), clock, NullLogger<ScanDesk>.Instance);

    private TicketPayload Payload(Registration ticket) => new((byte)ticket.KeyId, slot.Number, ticket.Id(), ticket.Issue, ticket.Party);

    private static DoorDevice Device(int number) => new(
        $"{number:x16}", $"Phone {number}", "", ["hall-door"], Noon.AddDays(1), Noon, Noon, null, number == 1 ? DoorRole.Lead : DoorRole.Volunteer);

    private IEnumerable<string> Mistakes()
    {
        var rows = new SlotRows(slot.Id);
        foreach (var row in store.All)
            rows.Add(new AuditRow(row.Row.RowKey, row.Row, true, clock.GetUtcNow()));
        var made = phones.SelectMany(phone => phone.Made).ToList();
        foreach (var lost in made.Where(request => !rows.Scans.ContainsKey(request.ScanId)))
            yield return $"The scan {lost.ScanId} is lost.";
        if (rows.Scans.Count != made.Count)
            yield return $"{made.Count} scans were made and {rows.Scans.Count} are stored.";
        foreach (var finding in new SlotAudit(TicketKit.Keys.Verifier, TicketKit.GuestKey).Of(rows, slot, clock.GetUtcNow()).Where(IsOurs))
            yield return $"{finding.Damage}: {finding.Sentence}";
        foreach (var mistake in WalkCheck.Of(rows, [.. phones.SelectMany(phone => phone.Admissions)]))
            yield return mistake;
    }

    // No clock ran here after the last step, so the tally and the mails may be on their way; nobody moves the line.
    private static bool IsOurs(AuditFinding finding) => finding.Damage is not (Damage.TallyBehind or Damage.MailOverdue or Damage.WaitsBesideFree);

    private sealed class NoShortCodes : IShortCodes
    {
        public Task<Registration?> FindByShortCodeAsync(string slot, string shortCode, CancellationToken stop) => Task.FromResult<Registration?>(null);
    }
}
