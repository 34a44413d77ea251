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

    private static async Task<OutboxState> StateAsync(LineWorld world, MailKind kind) =>
        (await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails).Single(mail => mail.Kind == kind).State;
}
