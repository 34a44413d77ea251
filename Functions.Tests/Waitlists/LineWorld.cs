using Esik.Audits;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Waitlists.Tests;

/// <summary>A slot with a waiting list on a whole site over real storage, at a moment that the test chooses.</summary>
internal sealed class LineWorld : IAsyncDisposable
{
    public const string Slot = "clay";

    private LineWorld(TestSite site, ShiftedClock clock) => (Site, Clock) = (site, clock);

    public TestSite Site { get; }

    public ShiftedClock Clock { get; }

    /// <param name="now">The clock's beginning, UTC.</param>
    /// <param name="start">The slot's.</param>
    /// <param name="capacity">All of it is taken by one guest of two places and others of one.</param>
    /// <param name="readsQueue">Whether messages are handled by themselves; else only by <see cref="HandleAsync"/>.</param>
    /// <param name="rules">The slot's; null for those of every slot.</param>
    public static async Task<LineWorld> CreateAsync(DateTimeOffset now, DateTimeOffset start, int capacity, bool readsQueue = true, WaitlistRules? rules = null)
    {
        var clock = new ShiftedClock(now);
        var site = await TestSite.StartAsync(new() { Clock = clock, Configure = readsQueue ? null : LeaveQueueAlone });
        var world = new LineWorld(site, clock);
        await world.ImportAsync(start, capacity, slot => slot with { Waitlist = rules ?? slot.Waitlist });
        return world;
    }

    /// <summary>Imports the slot anew: at another time, or as the test wants it.</summary>
    public Task ImportAsync(DateTimeOffset start, int capacity, Func<Slots.Slot, Slots.Slot>? change = null)
    {
        var slot = TestProgramme.Slot(Slot, Clock.GetUtcNow(), capacity, partyMax: 2) with
        {
            Start = start,
            End = start.AddHours(1),
            SignUpCloses = start,
            DoorOpens = start.AddMinutes(-30),
            DoorCloses = start.AddHours(1),
        };
        return Site.ImportAsync(TestProgramme.Of(Clock.GetUtcNow(), change?.Invoke(slot) ?? slot));
    }

    /// <summary>For a site that must not move the line by itself, however slow the test is.</summary>
    public static void LeaveQueueAlone(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(Hosting.Standalone.QueueFunctions)));

    public async Task<GuestAnswer> RegisterAsync(string name, int party = 1) => await new TestGuest($"{name}@example.org", party).RegisterAsync(Site, Slot);

    public async Task SetCapacityAsync(int capacity) =>
        Assert.Equal(CapacityOutcome.Changed, (await Site.Get<CapacityDesk>().ChangeAsync(Slot, capacity, CancellationToken.None)).Outcome);

    public async Task<Slots.Slot> SlotAsync() => (await Site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById(Slot)!;

    public TicketId Ticket(string name) => TicketId.For(Site.Get<GuestKey>(), Slot, EmailAddress.Parse($"{name}@example.org")!);

    public async Task<Registration> FindAsync(string name) =>
        (await Site.Get<SlotTable>().ReadAsync<Registration>(Slot, Registration.KeyOf(Ticket(name)), CancellationToken.None))!;

    public async Task<IReadOnlyList<Outbox>> OutboxesAsync() => await SeatCheck.RowsAsync<Outbox>(Site, Slot, Outbox.Prefix);

    public Task UntilAsync(string name, RegistrationState state) =>
        SeatCheck.UntilAsync(async () => (await FindAsync(name)).State == state, $"{name} is {state}", seconds: 10);

    /// <summary>What the audit finds once all mails have gone. Only with a clock that began now: rows carry the storage's own times.</summary>
    public async Task<IReadOnlyList<AuditFinding>> AuditAsync()
    {
        await SeatCheck.UntilAsync(async () => (await OutboxesAsync()).All(outbox => !outbox.Pending.Any()), "all mails");
        return (await Site.Get<Audit>().RunAsync(new Progress<AuditReport>(), CancellationToken.None)).Findings;
    }

    /// <summary>Handles a batch's message as if the queue had just shown it.</summary>
    public Task HandleAsync(string batch) => Site.Get<MailDesk>().HandleAsync(MailIntent.ForBatches(Slot, [batch], Clock.GetUtcNow()), CancellationToken.None);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
