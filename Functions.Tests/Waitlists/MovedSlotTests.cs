using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Waitlists.Tests;

/// <summary>What an import that moves a slot, or gives it other rules, does to its offers and to those who wait.</summary>
public sealed class MovedSlotTests
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 17, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_offer_that_a_moved_slot_outran_ends_and_its_place_goes_to_the_next()
    {
        await using var world = await OfferedAsync();
        await world.ImportAsync(Noon.AddMinutes(50), capacity: 3);
        await world.UntilAsync("first", RegistrationState.Withdrawn);
        await world.UntilAsync("second", RegistrationState.Confirmed);
    }

    [Fact]
    public async Task A_rule_by_which_offers_end_sooner_holds_for_those_that_stand()
    {
        await using var world = await OfferedAsync();
        await world.ImportAsync(Noon.AddHours(40), capacity: 3, slot => slot with { Waitlist = slot.Waitlist with { OfferHours = 12, OfferCloseMinutes = 24 * 60 } });
        Assert.Equal(RegistrationState.Offered, (await world.FindAsync("first")).State);
        Assert.Equal(Noon.AddHours(16), (await world.FindAsync("first")).OfferedUntil);
        Assert.Contains((await world.OutboxesAsync()).SelectMany(outbox => outbox.Offers ?? []), offer => offer.Until == Noon.AddHours(16));
    }

    [Fact]
    public async Task An_offer_is_over_as_soon_as_the_moved_slot_is_known()
    {
        await using var world = await OfferedAsync();
        var moved = await world.SlotAsync() with { Start = Noon.AddMinutes(50) };
        var late = new AcceptChange(moved, await world.FindAsync("first"), codeFits: false, world.Site.Get<TicketKeys>().Signer);
        Assert.Equal(OfferOutcome.Over, (await world.Site.Get<SlotWriters>().ChangeAsync(LineWorld.Slot, late))!.Outcome);
    }

    [Fact]
    public async Task A_slot_that_takes_place_after_all_moves_its_line()
    {
        await using var world = await LineWorld.CreateAsync(Noon, Noon.AddHours(5), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("waits");
        await world.ImportAsync(Noon.AddHours(5), capacity: 2, slot => slot with { Cancelled = true });
        await world.SetCapacityAsync(3);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(RegistrationState.Waiting, (await world.FindAsync("waits")).State);
        await world.ImportAsync(Noon.AddHours(5), capacity: 3);
        await world.UntilAsync("waits", RegistrationState.Confirmed);
    }

    [Fact]
    public async Task A_slot_that_is_moved_out_of_its_last_minutes_moves_its_line()
    {
        await using var world = await LineWorld.CreateAsync(Noon, Noon.AddMinutes(25), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("waits");
        await world.SetCapacityAsync(3);
        await world.ImportAsync(Noon.AddHours(2), capacity: 3);
        await world.UntilAsync("waits", RegistrationState.Confirmed);
    }

    [Theory]
    [InlineData(OfferTime.Offered, 120, 40, 120, "its own time ends first")]
    [InlineData(OfferTime.Offered, 120, 2, 60, "an hour before the start")]
    [InlineData(OfferTime.Offered, 120, 0.5, -30, "before now")]
    [InlineData(OfferTime.Held, 120, 40, 120, "its own time ends first")]
    [InlineData(OfferTime.Held, 120, 1, 60, "the start")]
    [InlineData(OfferTime.Held, 120, -0.5, 30, "given after the start, so the end")]
    public void Places_are_held_no_longer_than_the_slot_as_it_is_now_allows(string what, int storedMinutes, double startHours, int endMinutes, string why)
    {
        var start = Noon.AddHours(startHours);
        var slot = Programmes.Tests.TestProgramme.Slot("clay", Noon) with { Start = start, End = start.AddHours(1) };
        var offered = Mails.Tests.MailDay.Guest(state: RegistrationState.Waiting).Offered(Noon.AddMinutes(storedMinutes), Noon, what);
        Assert.True(Noon.AddMinutes(endMinutes) == offered.OfferEnd(slot), why);
    }

    // The offer of "first" stands for more than a day.
    private static async Task<LineWorld> OfferedAsync()
    {
        var world = await LineWorld.CreateAsync(Noon, Noon.AddHours(40), capacity: 2, rules: WaitlistRules.Default with { OfferHours = 24 });
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("first");
        await world.RegisterAsync("second");
        await world.SetCapacityAsync(3);
        await world.UntilAsync("first", RegistrationState.Offered);
        return world;
    }
}
