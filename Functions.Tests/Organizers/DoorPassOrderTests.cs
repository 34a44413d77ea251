using Esik.Programmes;

namespace Esik.Organizers.Tests;

public class DoorPassOrderTests
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero);
    private static readonly Programme Programme = FixedProgrammes.OfSlots(1, Noon.AddHours(2));

    [Theory]
    [InlineData("gate", "2027-09-18T20:00", null)]
    [InlineData("gate", "2027-09-18T12:00", "organizer.pass-no-time")]
    [InlineData("gate", "2027-12-17T12:00", null)]
    [InlineData("gate", "2027-12-17T12:01", "organizer.pass-no-time")]
    [InlineData("gate", "", "organizer.pass-no-time")]
    [InlineData("gate", null, "organizer.pass-no-time")]
    [InlineData("gate", "tomorrow", "organizer.pass-no-time")]
    [InlineData("other", "2027-09-18T20:00", "organizer.pass-no-door")]
    [InlineData(null, "2027-09-18T20:00", "organizer.pass-no-door")]
    public void A_pass_is_for_known_doors_and_a_time_ahead(string? door, string? until, string? mistake)
    {
        var read = DoorPassOrder.Read(Programme, [door], until, Noon);
        Assert.Equal(mistake, read.Mistake);
        Assert.Equal(mistake is null, read.Order is { Doors: ["gate"] });
    }

    [Theory]
    [InlineData("lead", "slot-1", null, Doors.DoorRole.Lead, "slot-1")]
    [InlineData("lead", "slot-3 slot-1 slot-1", null, Doors.DoorRole.Lead, "slot-3 slot-1")]
    [InlineData("volunteer", "", null, Doors.DoorRole.Volunteer, null)]
    [InlineData("king", null, null, Doors.DoorRole.Volunteer, null)]
    [InlineData("lead", "slot-9", "organizer.pass-no-slot", Doors.DoorRole.Volunteer, null)]
    [InlineData("lead", "slot-1 slot-9", "organizer.pass-no-slot", Doors.DoorRole.Volunteer, null)]
    public void A_pass_is_for_a_role_and_perhaps_some_slots_of_its_doors(string? role, string? slots, string? mistake, Doors.DoorRole ordered, string? scope)
    {
        var read = DoorPassOrder.Read(FixedProgrammes.OfSlots(3, Noon.AddHours(2)), ["gate"], "2027-09-18T20:00", Noon, role, slots?.Split(' '));
        Assert.Equal((mistake, ordered, scope), (read.Mistake, read.Order?.Role ?? Doors.DoorRole.Volunteer, read.Order?.Slots is { } some ? string.Join(' ', some) : null));
    }

    [Fact]
    public void The_form_proposes_when_the_last_door_of_the_day_closes() =>
        Assert.Equal("2027-09-18T15:00", DoorPassOrder.UntilOf(Programme, Noon));

    [Fact]
    public void What_the_form_proposes_can_always_be_ordered()
    {
        foreach (var days in new[] { -500, -1, 0, 89, 90, 91, 500 })
            Assert.NotNull(DoorPassOrder.Read(FixedProgrammes.OfSlots(1, Noon.AddDays(days)), ["gate"], DoorPassOrder.UntilOf(FixedProgrammes.OfSlots(1, Noon.AddDays(days)), Noon), Noon).Order);
    }
}
