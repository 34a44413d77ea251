using Esik.Languages;

namespace Esik.Slots.Tests;

public class SlotTests
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly Slot Slot = new()
    {
        Id = "clay",
        KindId = "master-class",
        VenueId = "workshop",
        Title = new("Саз", "Глина", "Clay"),
        Start = Noon,
        End = Noon.AddHours(2),
        Capacity = 12,
        Languages = [Language.Kazakh],
        PartyMax = 2,
        SignUpOpens = Noon.AddDays(-7),
        SignUpCloses = Noon.AddHours(-1),
        DoorOpens = Noon.AddMinutes(-30),
        DoorCloses = Noon.AddHours(2).AddMinutes(15),
    };

    [Theory]
    [InlineData(-7 * 24 * 60 - 1, SignUpState.Soon)]
    [InlineData(-7 * 24 * 60, SignUpState.Open)]
    [InlineData(-61, SignUpState.Open)]
    [InlineData(-60, SignUpState.Closed)]
    [InlineData(119, SignUpState.Closed)]
    [InlineData(120, SignUpState.Over)]
    public void Sign_up_opens_closes_and_is_over(int minutesFromStart, SignUpState state) =>
        Assert.Equal(state, Slot.SignUpAt(Noon.AddMinutes(minutesFromStart)));

    [Fact]
    public void Sign_up_without_an_opening_is_open_from_the_beginning() =>
        Assert.Equal(SignUpState.Open, (Slot with { SignUpOpens = null }).SignUpAt(DateTimeOffset.MinValue));

    [Theory]
    [InlineData(-7 * 24 * 60 - 1)]
    [InlineData(0)]
    [InlineData(120)]
    public void A_cancelled_slot_is_cancelled_at_any_time(int minutesFromStart) =>
        Assert.Equal(SignUpState.Cancelled, (Slot with { Cancelled = true }).SignUpAt(Noon.AddMinutes(minutesFromStart)));

    [Theory]
    [InlineData(-7 * 24 * 60 - 1, SignUpState.Closed)]
    [InlineData(-61, SignUpState.Closed)]
    [InlineData(120, SignUpState.Over)]
    public void Open_entrance_has_nothing_to_sign_up_for(int minutesFromStart, SignUpState state) =>
        Assert.Equal(state, (Slot with { Capacity = null }).SignUpAt(Noon.AddMinutes(minutesFromStart)));

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(134, true)]
    [InlineData(135, false)]
    public void The_door_is_open_within_its_window(int minutesFromStart, bool open)
    {
        var now = Noon.AddMinutes(minutesFromStart);
        Assert.Equal(open, Slot.IsDoorOpenAt(now));
        Assert.False((Slot with { Cancelled = true }).IsDoorOpenAt(now));
    }
}
