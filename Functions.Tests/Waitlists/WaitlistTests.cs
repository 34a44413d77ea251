using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Tickets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Esik.Waitlists.Tests;

/// <summary>Waiting lists of a whole site over real storage, by day: noon in Almaty.</summary>
public sealed class WaitlistTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 17, 7, 0, 0, TimeSpan.Zero);

    private readonly ShiftedClock clock = new(Noon);
    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Clock = clock });
        await site.ImportAsync(Programme(capacity: 2));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Raising_the_capacity_confirms_the_first_in_line_whose_party_fits()
    {
        await RegisterAsync("soon", ("taker", 2), ("pair", 2), ("single", 1), ("late", 1));
        await site.ImportAsync(Programme(capacity: 3));
        await UntilAsync("soon", "single", RegistrationState.Confirmed);
        Assert.Equal(RegistrationState.Waiting, (await FindAsync("soon", "pair")).State);
        Assert.Equal(RegistrationState.Waiting, (await FindAsync("soon", "late")).State);

        await site.ImportAsync(Programme(capacity: 5));
        await UntilAsync("soon", "pair", RegistrationState.Confirmed);
        Assert.Equal(RegistrationState.Waiting, (await FindAsync("soon", "late")).State);
        Assert.Equal([], await SeatCheck.MistakesAsync(site, "soon"));
        Assert.NotNull((await FindAsync("soon", "pair")).Signature);
        await SeatCheck.UntilAsync(async () => (await MailsAsync("soon")).Count(mail => mail is { Kind: MailKind.Promoted, State: OutboxState.Sent }) == 2, "both are told");
    }

    [Fact]
    public async Task Days_before_places_are_offered_and_an_accepted_offer_is_a_ticket()
    {
        await OfferToAsync("first");
        var first = await FindAsync("later", "first");
        Assert.InRange(first.OfferedUntil!.Value, Noon.AddHours(12), Noon.AddHours(12.1));
        Assert.Null(first.Signature);
        Assert.Equal((2, 1, 1), await CountsAsync("later"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AcceptAsync("first")));
        Assert.All(answers, answer => Assert.Equal((OfferOutcome.Accepted, 1), (answer!.Outcome, answer.Registration.Issue)));
        Assert.Equal((3, 0, 1), await CountsAsync("later"));
        Assert.Equal(RegistrationState.Waiting, (await FindAsync("later", "second")).State);
        Assert.Equal([], await SeatCheck.MistakesAsync(site, "later"));
    }

    [Fact]
    public async Task A_declined_offer_goes_to_the_next_in_line()
    {
        await OfferToAsync("first");
        var declined = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EndAsync("first", OfferEnd.Declined)));
        Assert.All(declined, answer => Assert.Equal(OfferOutcome.Declined, answer.Outcome));
        await UntilAsync("later", "second", RegistrationState.Offered);
        Assert.Equal(RegistrationState.Withdrawn, (await FindAsync("later", "first")).State);
        Assert.Equal(OfferOutcome.Over, (await AcceptAsync("first"))!.Outcome);
        Assert.Equal((2, 1, 0), await CountsAsync("later"));
    }

    [Fact]
    public async Task An_offer_whose_time_is_over_goes_to_the_next_in_line_by_its_message()
    {
        await OfferToAsync("first");
        var batch = (await OutboxesAsync("later")).Single(outbox => outbox.Offers?.Count > 0).BatchId;
        Assert.Equal(OfferOutcome.NotOffered, (await EndAsync("first", OfferEnd.Lapsed)).Outcome);
        clock.Move(TimeSpan.FromHours(12.2));
        var intent = MailIntent.ForBatches("later", [batch], Noon);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => site.Get<MailDesk>().HandleAsync(intent, CancellationToken.None)));
        Assert.Equal(RegistrationState.Withdrawn, (await FindAsync("later", "first")).State);
        await UntilAsync("later", "second", RegistrationState.Offered);
        Assert.Equal((2, 1, 0), await CountsAsync("later"));
    }

    [Fact]
    public async Task Whoever_answers_too_late_frees_the_places_by_asking()
    {
        await OfferToAsync("first");
        clock.Move(TimeSpan.FromHours(12.2));
        Assert.Equal(OfferOutcome.Over, (await AcceptAsync("first"))!.Outcome);
        await UntilAsync("later", "second", RegistrationState.Offered);
    }

    [Fact]
    public async Task A_message_finds_the_line_that_a_dead_process_left_standing()
    {
        await RegisterAsync("soon", ("taker", 2), ("first", 1));
        // Another process frees a place and dies before it looks at the line: nobody here is woken.
        var store = new SilentStore(site.Get<SlotTable>());
        var dead = new SlotWriters(store, new SlotSettings(), clock, NullLogger<SlotWriters>.Instance);
        await dead.ChangeAsync("soon", new CapacityChange(3));
        Assert.Equal(RegistrationState.Waiting, (await FindAsync("soon", "first")).State);
        await site.Get<MailDesk>().HandleAsync(MailIntent.ForBatches("soon", [store.Announced.Single()], clock.GetUtcNow()), CancellationToken.None);
        Assert.Equal(RegistrationState.Confirmed, (await FindAsync("soon", "first")).State);
        await dead.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_place_freed_beside_somebody_who_joins_at_another_process_is_seen_by_the_later_one()
    {
        await RegisterAsync("soon", ("taker", 2));
        await using var other = await TestSite.StartAsync(new() { Clock = clock, Connection = site.Connection });
        // Both processes have looked at the ledger: this one sees nobody wait, the other sees nothing free.
        await RegisterAsync(other, "soon", "taker-2", 1);
        var tasks = new List<Task> { RegisterAsync(other, "soon", "joiner", 1) };
        tasks.Add(site.Get<SlotWriters>().ChangeAsync("soon", new CapacityChange(4)));
        await Task.WhenAll(tasks);
        await SeatCheck.UntilAsync(async () => !(await SeatCheck.LedgerAsync(site, "soon")).SomebodyFits, "nobody waits beside a free place", seconds: 10);
        Assert.Equal(RegistrationState.Confirmed, (await FindAsync("soon", "joiner")).State);
    }

    [Fact]
    public async Task A_sign_up_that_must_be_confirmed_by_mail_only_holds_its_places()
    {
        await RegisterAsync("checked", ("one", 1), ("two", 1), ("three", 1));
        Assert.Equal((0, 2, 1), await CountsAsync("checked"));
        var one = await FindAsync("checked", "one");
        Assert.Equal((RegistrationState.Offered, null), (one.State, one.Signature));
        Assert.InRange(one.OfferedUntil!.Value, Noon.AddMinutes(30), Noon.AddMinutes(31));
        await AcceptAsync("one", "checked");
        clock.Move(TimeSpan.FromMinutes(32));
        foreach (var outbox in (await OutboxesAsync("checked")).Where(outbox => outbox.Offers?.Count > 0))
            await site.Get<MailDesk>().HandleAsync(MailIntent.ForBatches("checked", [outbox.BatchId], Noon), CancellationToken.None);
        await UntilAsync("checked", "three", RegistrationState.Offered);
        Assert.Equal((1, 1, 0), await CountsAsync("checked"));
        Assert.Equal(RegistrationState.Withdrawn, (await FindAsync("checked", "two")).State);
        Assert.DoesNotContain(await MailsAsync("checked"), mail => mail.Kind == MailKind.OfferEnded);
    }

    [Fact]
    public async Task Everybody_in_line_sees_place_and_size()
    {
        await RegisterAsync("soon", ("taker", 2), ("first", 1), ("second", 2));
        var second = await FindAsync("soon", "second");
        Assert.Equal(new LinePlace(2, 2), await site.Get<LinePlaces>().OfAsync("soon", second, 0, CancellationToken.None));
    }

    private static Programme Programme(int capacity) => TestProgramme.Of(
        Noon,
        Slot("soon", Noon.AddHours(5), capacity),
        Slot("later", Noon.AddHours(40), capacity),
        Slot("checked", Noon.AddHours(5), 2) with { Waitlist = WaitlistRules.Default with { ConfirmByMailMinutes = 30 } });

    private static Slot Slot(string id, DateTimeOffset start, int capacity) => TestProgramme.Slot(id, Noon, capacity, partyMax: 2) with
    {
        Start = start,
        End = start.AddHours(1),
        SignUpCloses = start,
        DoorOpens = start.AddMinutes(-30),
        DoorCloses = start.AddHours(1),
    };

    private async Task OfferToAsync(string guest)
    {
        await RegisterAsync("later", ("taker", 2), (guest, 1), ("second", 1));
        await site.ImportAsync(Programme(capacity: 3));
        await UntilAsync("later", guest, RegistrationState.Offered);
    }

    private async Task RegisterAsync(string slot, params (string Name, int Party)[] guests)
    {
        foreach (var (name, party) in guests)
            await RegisterAsync(site, slot, name, party);
    }

    private static async Task RegisterAsync(TestSite site, string slot, string name, int party) =>
        Assert.Contains((await new TestGuest($"{name}@example.org", party).RegisterAsync(site, slot)).Answer, (string[])["confirmed", "waiting", "offered"]);

    private TicketId Ticket(string slot, string name) => TicketId.For(site.Get<GuestKey>(), slot, EmailAddress.Parse($"{name}@example.org")!);

    private async Task<Registration> FindAsync(string slot, string name) =>
        (await site.Get<SlotTable>().ReadAsync<Registration>(slot, Registration.KeyOf(Ticket(slot, name)), CancellationToken.None))!;

    private Task UntilAsync(string slot, string name, RegistrationState state) =>
        SeatCheck.UntilAsync(async () => (await FindAsync(slot, name)).State == state, $"{name} is {state}", seconds: 10);

    private async Task<OfferAnswer?> AcceptAsync(string name, string slot = "later") =>
        await site.Get<SlotWriters>().ChangeAsync(slot, new AcceptChange(await SlotAsync(slot), await FindAsync(slot, name), codeFits: true, site.Get<TicketKeys>().Signer));

    private async Task<OfferAnswer> EndAsync(string name, OfferEnd how) =>
        (await site.Get<SlotWriters>().ChangeAsync("later", new EndOfferChange(await SlotAsync("later"), [Ticket("later", name)], how))).Single();

    private async Task<Slot> SlotAsync(string slot) => (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById(slot)!;

    private async Task<(int Taken, int Offered, int Waiting)> CountsAsync(string slot)
    {
        var ledger = await SeatCheck.LedgerAsync(site, slot);
        return (ledger.Taken, ledger.Offered, ledger.Waiting);
    }

    private Task<IReadOnlyList<Outbox>> OutboxesAsync(string slot) => SeatCheck.RowsAsync<Outbox>(site, slot, Outbox.Prefix);

    private async Task<IReadOnlyList<OutboxMail>> MailsAsync(string slot) => [.. (await OutboxesAsync(slot)).SelectMany(outbox => outbox.Mails)];
}
