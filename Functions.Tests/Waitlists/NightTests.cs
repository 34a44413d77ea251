using Esik.Mails;
using Esik.Registrations;
using Esik.Registrations.Tests;

namespace Esik.Waitlists.Tests;

/// <summary>Places that come free at eleven at night in Almaty.</summary>
public sealed class NightTests
{
    private static readonly DateTimeOffset Night = new(2027, 9, 17, 18, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Morning = new(2027, 9, 18, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_offer_is_held_at_once_and_told_in_the_morning()
    {
        await using var world = await LineWorld.CreateAsync(Night, start: Night.AddHours(40), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("first");
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(world.Site) == 2, "answers to a guest's own act go out at any hour");
        await world.SetCapacityAsync(3);
        await world.UntilAsync("first", RegistrationState.Offered);
        Assert.Equal(Morning.AddHours(12), (await world.FindAsync("first")).OfferedUntil);

        var batch = (await world.OutboxesAsync()).Single(outbox => outbox.Offers?.Count > 0).BatchId;
        await world.HandleAsync(batch);
        Assert.Equal(OutboxState.Pending, await StateAsync(world, MailKind.Offer));
        world.Clock.Move(Morning.AddMinutes(1) - world.Clock.GetUtcNow());
        await world.HandleAsync(batch);
        Assert.Equal(OutboxState.Sent, await StateAsync(world, MailKind.Offer));
        Assert.Equal(RegistrationState.Offered, (await world.FindAsync("first")).State);
    }

    [Fact]
    public async Task A_promotion_for_the_same_morning_is_told_at_once()
    {
        await using var world = await LineWorld.CreateAsync(Night, start: Morning.AddHours(2), capacity: 2);
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("first");
        await world.SetCapacityAsync(3);
        await world.UntilAsync("first", RegistrationState.Confirmed);
        await SeatCheck.UntilAsync(async () => await StateAsync(world, MailKind.Promoted) == OutboxState.Sent, "it is that morning");
    }

    [Fact]
    public async Task An_offer_whose_mail_did_not_go_before_the_night_has_its_whole_time_in_the_morning()
    {
        var evening = Night.AddHours(-1).AddSeconds(-20);
        await using var world = await LineWorld.CreateAsync(evening, start: Night.AddHours(40), capacity: 2, readsQueue: false, WaitlistRules.Default with { OfferHours = 2 });
        var batch = await OfferedAsync(world);
        Assert.InRange((await world.FindAsync("first")).OfferedUntil!.Value, evening, Night.AddHours(2));
        world.Clock.Move(TimeSpan.FromSeconds(20));
        await world.HandleAsync(batch);
        await world.HandleAsync(batch);
        var held = (await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails).Single(mail => mail.Kind == MailKind.Offer);
        Assert.Equal((OutboxState.Pending, Morning), (held.State, held.Due));
        Assert.Equal(Morning.AddHours(2), (await world.FindAsync("first")).OfferedUntil);
        Assert.Single((await world.OutboxesAsync()).SelectMany(outbox => outbox.Offers ?? []), offer => offer.Until == Morning.AddHours(2));
        world.Clock.Move(Morning.AddMinutes(1) - world.Clock.GetUtcNow());
        await world.HandleAsync(batch);
        Assert.Equal(OutboxState.Sent, await StateAsync(world, MailKind.Offer));
    }

    [Fact]
    public async Task An_offer_that_nobody_could_answer_any_more_in_the_morning_is_told_in_the_night()
    {
        var evening = Night.AddHours(-1).AddSeconds(-20);
        // It ends at half past eight, minus a minute: less than the half hour that somebody needs.
        await using var world = await LineWorld.CreateAsync(
            evening, start: Morning.AddHours(24), capacity: 2, readsQueue: false, WaitlistRules.Default with { OfferCloseMinutes = (24 * 60) - 29 });
        var batch = await OfferedAsync(world);
        world.Clock.Move(TimeSpan.FromSeconds(20));
        await world.HandleAsync(batch);
        Assert.Equal(OutboxState.Sent, await StateAsync(world, MailKind.Offer));
    }

    [Fact]
    public async Task Who_asks_for_the_mail_of_an_offer_at_night_gets_it_at_once()
    {
        await using var world = await LineWorld.CreateAsync(Night, start: Night.AddHours(40), capacity: 2, readsQueue: false);
        await OfferedAsync(world);
        var asked = await world.Site.Get<GuestDesk>().SendAgainAsync(await world.SlotAsync(), await world.FindAsync("first"));
        Assert.Equal(GuestOutcome.Done, asked.Outcome);
        var batch = (await world.OutboxesAsync()).Single(outbox => outbox.Mails.Any(mail => mail is { Kind: MailKind.Offer, ByDay: false })).BatchId;
        await world.HandleAsync(batch);
        Assert.Equal(OutboxState.Sent, (await world.OutboxesAsync()).Single(outbox => outbox.BatchId == batch).Mails.Single().State);
    }

    // The batch of the offer.
    private static async Task<string> OfferedAsync(LineWorld world)
    {
        await world.RegisterAsync("taker", party: 2);
        await world.RegisterAsync("first");
        await world.SetCapacityAsync(3);
        await world.UntilAsync("first", RegistrationState.Offered);
        return (await world.OutboxesAsync()).Single(outbox => outbox.Offers?.Count > 0).BatchId;
    }

    private static async Task<OutboxState> StateAsync(LineWorld world, MailKind kind) =>
        (await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails).Single(mail => mail.Kind == kind).State;
}
