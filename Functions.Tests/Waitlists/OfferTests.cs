using System.Net;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Esik.Waitlists.Tests;

public sealed class OfferTests
{
    // Four in the afternoon in Almaty: an offer of twelve hours ends at night.
    private static readonly DateTimeOffset Afternoon = new(2027, 9, 17, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_lost_an_offer_at_night_hears_of_it_in_the_morning()
    {
        await using var world = await OfferedAsync();
        world.Clock.Move(TimeSpan.FromHours(12.1));
        await world.HandleAsync((await world.OutboxesAsync()).Single(outbox => outbox.Offers?.Count > 0).BatchId);
        var ended = (await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails).Single(mail => mail.Kind == MailKind.OfferEnded);
        Assert.Equal(new DateTimeOffset(2027, 9, 18, 3, 0, 0, TimeSpan.Zero), ended.Due);
    }

    [Fact]
    public async Task Who_lost_an_offer_that_nobody_has_ended_yet_may_sign_up_again()
    {
        await using var world = await OfferedAsync();
        world.Clock.Move(TimeSpan.FromHours(12.1));
        var earlier = await world.FindAsync("first");
        Assert.Contains((await world.RegisterAsync("first")).Answer, (string[])["confirmed", "waiting"]);
        var now = await world.FindAsync("first");
        Assert.NotEqual((earlier.State, earlier.PageSecret), (now.State, now.PageSecret));
        Assert.Equal(0, (await SeatCheck.LedgerAsync(world.Site)).Offered);
    }

    [Fact]
    public async Task An_address_that_registers_and_withdraws_all_the_time_is_asked_to_wait()
    {
        await using var world = await LineWorld.CreateAsync(Afternoon, Afternoon.AddHours(5), capacity: 3);
        for (var turn = 0; turn < SignUpChange.AgainMax; turn++)
        {
            Assert.Equal("confirmed", (await world.RegisterAsync("restless")).Answer);
            var withdrawn = new WithdrawChange(await world.SlotAsync(), await world.FindAsync("restless"));
            Assert.Equal(GuestOutcome.Done, (await world.Site.Get<SlotWriters>().ChangeAsync(LineWorld.Slot, withdrawn)).Outcome);
        }
        var refused = await world.RegisterAsync("restless");
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-often"), (refused.Status, refused.Json.GetProperty("code").GetString()));
        var first = (await world.FindAsync("restless")).History[0].At;
        var wait = (first + SignUpChange.AgainInterval - world.Clock.GetUtcNow()).TotalSeconds;
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, wait, wait + 60);
        world.Clock.Move(refused.RetryAfter.Value);
        Assert.Equal("confirmed", (await world.RegisterAsync("restless")).Answer);
    }

    [Fact]
    public async Task Two_changes_of_the_capacity_at_once_do_not_add_up()
    {
        Assert.Equal(25, await ChangeTwiceAsync());
    }

    private static async Task<int> ChangeTwiceAsync()
    {
        await using var world = await LineWorld.CreateAsync(Afternoon, Afternoon.AddHours(5), capacity: 20);
        var meeting = new Meeting(2);
        await using var one = await OtherAsync(world, meeting);
        await using var two = await OtherAsync(world, meeting);
        await Task.WhenAll(new[] { one, two }.Select(site => site.Get<SlotWriters>().ChangeAsync(LineWorld.Slot, new CapacityChange(25))));
        return (await SeatCheck.LedgerAsync(world.Site)).Capacity;
    }

    private static async Task<LineWorld> OfferedAsync()
    {
        var world = await LineWorld.CreateAsync(Afternoon, Afternoon.AddHours(40), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("first");
        await world.SetCapacityAsync(3);
        await world.UntilAsync("first", RegistrationState.Offered);
        return world;
    }

    private static Task<TestSite> OtherAsync(LineWorld world, Meeting meeting) => TestSite.StartAsync(new()
    {
        Clock = world.Clock,
        Connection = world.Site.Connection,
        Configure = services => services.Replace(ServiceDescriptor.Singleton<ISlotStore>(provider => new MeetingStore(provider.GetRequiredService<SlotTable>(), meeting))),
    });
}
