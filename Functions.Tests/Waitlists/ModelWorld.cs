using Esik.Languages;
using Esik.Mails;
using Esik.Organizers.Tests;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Tickets;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Waitlists.Tests;

/// <summary>
/// The real slot: writers, changes, ledger and line over a store, by two processes that are replaced when they die, with a queue of messages
/// and a clock that the test moves. It does the same steps as <see cref="LineModel"/> and tells what can be seen.
/// </summary>
internal sealed class ModelWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2027, 9, 15, 7, 0, 0, TimeSpan.Zero);

    private readonly ModelMessages messages;
    private readonly List<ModelProcess> dead = [];
    private readonly ModelProcess[] processes;
    private readonly ISlotStore store;
    private readonly Func<ILines> lines;
    private readonly IProgrammes programmes;
    private readonly ModelBreak broken;
    private int requests;
    private int acting;
    private bool hasDied;

    private ModelWorld(Slot slot, ISlotStore store, FakeTimeProvider clock, Func<ModelWorld, ILines> lines, ModelBreak broken)
    {
        (Slot, this.store, Clock, this.broken) = (slot, store, clock, broken);
        this.lines = () => lines(this);
        messages = new ModelMessages(store, slot.Id, clock, broken.HasFlag(ModelBreak.MessagesLost));
        programmes = new FixedProgrammes(TestProgramme.Of(slot.Start, slot));
        processes = [NewProcess(), NewProcess()];
    }

    public Slot Slot { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Who was ever here.</summary>
    public HashSet<string> Names { get; } = [];

    /// <param name="hours">From the beginning of a sequence to the slot's start.</param>
    public static Slot SlotOf(WaitlistRules rules, int capacity, int hours) => TestProgramme.Slot("clay", Noon, capacity) with
    {
        Number = 1,
        Start = Noon.AddHours(hours),
        End = Noon.AddHours(hours + 2),
        SignUpCloses = Noon.AddHours(hours),
        DoorOpens = Noon.AddHours(hours - 1),
        DoorCloses = Noon.AddHours(hours + 2),
        Waitlist = rules,
    };

    public static ModelWorld InMemory(Slot slot, ModelBreak broken = ModelBreak.None)
    {
        var store = new MemorySlotStore(slot.Capacity!.Value);
        return new ModelWorld(slot, store, new FakeTimeProvider(Noon), world => new MemoryLines(world, store), broken);
    }

    /// <param name="table">Of a slot whose ledger was made.</param>
    public static ModelWorld Over(Slot slot, SlotTable table, LineTable lines, FakeTimeProvider clock) => new(slot, table, clock, _ => lines, ModelBreak.None);

    public static TicketId Ticket(string name) => TicketId.For(TicketKit.GuestKey, "clay", EmailAddress.Parse($"{name}@example.org")!);

    /// <summary>Does what is to be done, by a process that may die. Null: nobody heard an answer.</summary>
    /// <returns>The answer, and whether it may be counted on.</returns>
    public async Task<(string? Answer, bool IsStored)> DoAsync(ModelStep step)
    {
        acting = step.Who % 2;
        Names.UnionWith(step.Act == ModelAct.Register ? [step.Guest] : []);
        processes[acting].DieAt(step.Death, step.DeathAt);
        var request = $"request-{++requests:D10}";
        if (await AskAsync(step, request) is { } heard)
            return (heard.Answer, true);
        Replace();
        return step.Repeats ? ((await AskAsync(step, request))!.Answer, true) : (null, step.Death == ModelDeath.AfterCommit);
    }

    /// <summary>Lets messages come and lines move, until there is nothing to do. A process that dies over it is followed by another.</summary>
    public async Task SettleAsync(ModelStep step)
    {
        while (true)
        {
            var moves = !step.IsDeaf && processes.Any(process => process.IsWoken);
            foreach (var batch in await messages.TakeDueAsync())
                moves |= await HandleAsync(batch) && (step.IsDeaf || hasDied);
            moves |= !step.IsDeaf && processes.Any(process => process.IsWoken);
            if (moves)
                await MoveAsync();
            else if (!await messages.HaveDueAsync())
                break;
        }
        hasDied = false;
        foreach (var process in processes)
        {
            process.IsWoken = false;
            process.DieAt(ModelDeath.None, 0);
        }
    }

    /// <summary>All that people can see, for comparing.</summary>
    public async Task<ModelSight> SightAsync()
    {
        var ledger = (await store.ReadLedgerAsync(Slot.Id, CancellationToken.None))!.Ledger;
        var guests = new List<string>();
        foreach (var name in Names.Order(StringComparer.Ordinal))
        {
            if (await FindAsync(name) is { } guest)
                guests.Add($"{name} {guest.State} {guest.Party} {guest.OfferedUntil:O}{(guest.Token(Slot.Number) is null ? "" : "ticket")}");
        }
        var line = Line.Of((await lines().ReadAsync(Slot.Id, CancellationToken.None)).Parties);
        var names = Names.ToDictionary(name => Ticket(name).ToString());
        Assert.Equal(ledger.WaitingParties, line.Parties.Count);
        Assert.InRange(ledger.Taken + ledger.Offered, 0, ledger.Capacity);
        return new([.. guests], [.. line.Parties.Select(party => names[party.Ticket])], ledger.Capacity, ledger.Taken, ledger.Offered, ledger.Free);
    }

    public async ValueTask DisposeAsync()
    {
        // The clock is nobody's any more: what waits for it has to be let go.
        var stopping = Task.WhenAll(processes.Concat(dead).Select(process => process.StopAsync()));
        while (!stopping.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(40));
            await Task.WhenAny(stopping, Task.Delay(5));
        }
        await stopping;
    }

    internal async Task<Registration?> FindAsync(string name) => (await store.ReadAsync(Slot.Id, Registration.KeyOf(Ticket(name)), CancellationToken.None))?.Row as Registration;

    private async Task<Heard<string?>?> AskAsync(ModelStep step, string request)
    {
        var process = processes[acting];
        var seen = await FindAsync(step.Guest);
        if (seen is null && step.Act is not (ModelAct.Register or ModelAct.SetCapacity))
            return new Heard<string?>(null);
        return step.Act switch
        {
            ModelAct.Register => await ToldAsync(SignUp(step, request), answer => answer!.Outcome == RegistrationOutcome.Registered ? answer.Registration.State.ToString() : answer.Outcome.ToString()),
            ModelAct.Withdraw => await ToldAsync(new WithdrawChange(Slot, seen!), answer => answer.Outcome.ToString()),
            ModelAct.Shrink => await ToldAsync(new PartyChange(Slot, seen!, step.Party, TicketKit.Keys.Signer), answer => answer.Outcome.ToString()),
            ModelAct.Accept => await ToldAsync(new AcceptChange(Slot, seen!, codeFits: true, TicketKit.Keys.Signer), answer => answer!.Outcome.ToString()),
            ModelAct.Decline => await ToldAsync(new EndOfferChange(Slot, [seen!.Id()], OfferEnd.Declined), answers => answers.Single().Outcome.ToString()),
            ModelAct.SetCapacity => await ToldAsync(new CapacityChange(step.Capacity), answer => answer.ToString()),
            ModelAct.Pass => new Heard<string?>(null),
        };

        async Task<Heard<string?>?> ToldAsync<T>(SlotChange<T> change, Func<T, string> say) =>
            await process.AskAsync(process.Writers.ChangeAsync(Slot.Id, change)) is { } heard ? new Heard<string?>(say(heard.Answer)) : null;
    }

    private SignUpChange SignUp(ModelStep step, string request)
    {
        var ticket = Ticket(step.Guest);
        var signUp = new SignUp(step.Guest, EmailAddress.Parse($"{step.Guest}@example.org")!, step.Party, Language.Kazakh, request);
        return new SignUpChange(Slot, signUp, ticket, ShortCode.For(TicketKit.GuestKey, Slot.Id, ticket), TicketKit.Keys.Signer);
    }

    private ModelProcess NewProcess() => new(store, broken.HasFlag(ModelBreak.LineReversed) ? new ReversedLines(lines) : lines(), programmes, Clock, messages.Announced);

    private void Replace()
    {
        hasDied = true;
        foreach (var (index, process) in processes.Index().Where(process => process.Item.Died.IsCompleted).ToList())
        {
            dead.Add(process);
            _ = process.StopAsync();
            processes[index] = NewProcess();
        }
    }

    // As the mail desk does it, without mails: ends the offers that are over, and says whether the line may move. What is not stored yet comes again.
    private async Task<bool> HandleAsync(string batch)
    {
        if ((await store.ReadAsync(Slot.Id, Outbox.KeyOf(batch), CancellationToken.None))?.Row is not Outbox outbox)
        {
            messages.PutOff(batch);
            return false;
        }
        var now = Clock.GetUtcNow();
        var ended = (outbox.Offers ?? []).Where(offer => offer.Until <= now).Select(offer => offer.Ticket).ToList();
        if (ended.Count > 0)
            await SurelyAsync(process => Done(process.Waitlist.EndOffersAsync(Slot.Id, ended, CancellationToken.None)));
        if ((outbox.Offers ?? []).Where(offer => offer.Until > now).Select(offer => (DateTimeOffset?)offer.Until).Min() is { } next)
            messages.Add(batch, next);
        return outbox.LineMayMove && !broken.HasFlag(ModelBreak.MessagesMoveNothing);
    }

    private Task MoveAsync()
    {
        foreach (var process in processes)
            process.IsWoken = false;
        return SurelyAsync(process => process.Waitlist.MoveAsync(Slot.Id, CancellationToken.None));
    }

    // A message whose handler died comes again, to another process.
    private async Task SurelyAsync(Func<ModelProcess, Task<int>> act)
    {
        while (await processes[acting].AskAsync(act(processes[acting])) is null)
            Replace();
    }

    private static async Task<int> Done(Task task)
    {
        await task;
        return 0;
    }

    private sealed class MemoryLines(ModelWorld world, MemorySlotStore store) : ILines
    {
        public Task<Line> ReadAsync(string slot, CancellationToken stop) => Task.FromResult(Line.Of(world.Names
            .Select(name => store.Find(Registration.KeyOf(Ticket(name)))?.Row).OfType<Registration>()
            .Where(registration => registration.State == RegistrationState.Waiting)
            .Select(registration => new LineParty(registration.Ticket, registration.Party, registration.Order))));
    }
}
