using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Registrations.Tests;

/// <summary>
/// Never oversell, never lose, never double: guests who come all at once, over HTTP and real storage. Each check is held against a
/// deliberately broken store or desk as well, and must find it out.
/// </summary>
public sealed class SeatRaceTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Fifty_guests_and_one_place_make_one_ticket_and_a_line_in_order_of_arrival()
    {
        await using var site = await StartAsync(capacity: 1);
        var desk = site.Get<RegistrationDesk>();
        var slot = (await site.Get<Programmes.IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById("clay")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => desk.RegisterAsync(slot, SignUpOf(number), CancellationToken.None)));
        Assert.Equal([], Disorder([.. answers.Select(answer => answer!.Registration)]));
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
    }

    [Fact]
    public async Task A_desk_that_reads_checks_and_writes_is_found_out()
    {
        await using var site = await StartAsync(capacity: 1);
        var desk = new NaiveDesk(site);
        var registrations = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => desk.RegisterAsync(SignUpOf(number))));
        Assert.NotEqual([], Disorder(registrations));
        Assert.NotEqual([], await SeatCheck.MistakesAsync(site));
    }

    [Fact]
    public async Task Fifty_posts_at_once_and_one_place_make_one_ticket_and_places_one_to_forty_nine()
    {
        await using var site = await StartAsync(capacity: 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => new TestGuest($"guest{number}@example.org").RegisterAsync(site, "clay")));
        Assert.Single(answers, answer => answer.Answer == "confirmed");
        Assert.Equal(Enumerable.Range(1, 49), answers.Where(answer => answer.Answer == "waiting").Select(answer => answer.Place).Order());
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
    }

    [Fact]
    public async Task A_guest_who_clicks_twenty_times_is_registered_once_and_gets_one_mail()
    {
        await using var site = await StartAsync(capacity: 30);
        var guest = new TestGuest("aigul@example.org", Party: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => guest.RegisterAsync(site, "clay")));
        Assert.Single(answers.Select(answer => answer.Json.GetRawText()).Distinct());
        Assert.All(answers, answer => Assert.Equal("confirmed", answer.Answer));
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(site) == 1, "the mail");
        await Task.Delay(1500);
        Assert.Equal(1, SeatCheck.MailsIn(site));
    }

    [Fact]
    public async Task A_guest_who_comes_from_twenty_tabs_is_registered_once_and_no_other_tab_sees_the_ticket()
    {
        await using var site = await StartAsync(capacity: 30);
        await using var other = await StartAsync(capacity: 30, site.Connection);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(tab => new TestGuest("aigul@example.org", Party: 2).RegisterAsync(tab % 2 == 0 ? site : other, "clay")));
        Assert.Single(answers, answer => answer.Answer == "confirmed");
        Assert.Equal(19, answers.Count(answer => answer.Answer == "already-registered"));
        Assert.Equal([], await SeatCheck.MistakesAsync(site, mailsAgain: 1));
    }

    [Fact]
    public async Task A_guest_registered_by_a_naive_desk_twenty_times_at_once_is_found_out()
    {
        await using var site = await StartAsync(capacity: 30);
        var desk = new NaiveDesk(site);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.RegisterAsync(SignUpOf(0))));
        Assert.NotEqual([], await SeatCheck.MistakesAsync(site));
    }

    [Fact]
    public async Task Two_processes_never_sell_a_place_twice()
    {
        await using var site = await StartAsync(capacity: 30);
        await using var other = await StartAsync(capacity: 30, site.Connection);
        var answers = await RushAsync(site, other);
        Assert.All(answers, answer => Assert.Contains(answer.Answer, (string[])["confirmed", "waiting"]));
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
        var ledger = await SeatCheck.LedgerAsync(site);
        await SeatCheck.UntilAsync(async () => await SeatCheck.TallyAsync(site) is var tally && (tally.Taken, tally.Waiting) == (ledger.Taken, ledger.Waiting), "the tally", seconds: 5);
    }

    [Fact]
    public async Task Two_processes_over_a_store_that_looks_at_no_version_are_found_out()
    {
        await using var site = await StartAsync(capacity: 30, blind: true);
        await using var other = await StartAsync(capacity: 30, site.Connection, blind: true);
        await RushAsync(site, other);
        Assert.NotEqual([], await SeatCheck.MistakesAsync(site));
    }

    [Fact]
    public async Task On_a_wire_that_loses_every_third_transaction_nobody_is_lost_doubled_or_oversold()
    {
        var storage = await TestAzurite.TakeAccountAsync();
        var (wire, lossy) = LossyWire.Over(storage);
        var chance = new Random(20270918);
        LossyWire.Mishap[] mishaps = [LossyWire.LostAnswer, LossyWire.LostRequest, LossyWire.Refused(503)];
        wire.Otherwise = () =>
        {
            lock (chance)
                return chance.Next(3) == 0 ? mishaps[chance.Next(mishaps.Length)] : null;
        };
        await using var site = await StartAsync(30, storage, configure: services => services.AddSingleton<ISlotStore>(all => new LossyStore(all.GetRequiredService<SlotTable>(), all.GetRequiredService<EsikStorage>(), lossy)));
        await using var other = await StartAsync(30, storage, configure: services => services.AddSingleton<ISlotStore>(all => new LossyStore(all.GetRequiredService<SlotTable>(), all.GetRequiredService<EsikStorage>(), lossy)));
        var answers = await RushAsync(site, other);
        Assert.All(answers, answer => Assert.Contains(answer.Answer, (string[])["confirmed", "waiting"]));
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
        wire.Dispose();
    }

    // A hundred takers of thirty places, in parties of one to four, by turns at both processes.
    private static Task<GuestAnswer[]> RushAsync(TestSite site, TestSite other) =>
        Task.WhenAll(Enumerable.Range(0, 100).Select(number => new TestGuest($"guest{number}@example.org", 1 + (number % 4)).RegisterAsync(number % 2 == 0 ? site : other, "clay")));

    private static SignUp SignUpOf(int number) =>
        new($"Guest {number}", EmailAddress.Parse($"guest{number}@example.org")!, 1, Languages.Language.Kazakh, $"request-of-guest-{number}");

    // In order of arrival: first the ticket, then places 1, 2, 3 …, and an order that sorts the same way.
    private static IEnumerable<string> Disorder(IReadOnlyList<Registration> arrivals)
    {
        foreach (var (registration, number) in arrivals.Select((registration, number) => (registration, number)))
        {
            var state = number == 0 ? RegistrationState.Confirmed : RegistrationState.Waiting;
            if ((registration.State, registration.Place) != (state, number))
                yield return $"Guest {number} is {registration.State} at {registration.Place}.";
            if (number > 0 && string.CompareOrdinal(arrivals[number - 1].Order, registration.Order) >= 0)
                yield return $"Guest {number} does not come after the one before.";
        }
    }

    private static async Task<TestSite> StartAsync(int capacity, string? connection = null, bool blind = false, Action<IServiceCollection>? configure = null)
    {
        var site = await TestSite.StartAsync(new()
        {
            Connection = connection,
            Settings = new Dictionary<string, string?> { ["SignUpsPerMinutePerAddress"] = "100000", ["SignUpsPerMinutePerEmail"] = "100000", ["SignUpsPerMinutePerRequestId"] = "100000" },
            Configure = blind ? services => services.AddSingleton<ISlotStore, VersionBlindStore>() : configure,
        });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity)));
        return site;
    }
}
