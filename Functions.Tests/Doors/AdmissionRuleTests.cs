using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

public class AdmissionRuleTests
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 7, 0, 0, TimeSpan.Zero);
    private static readonly Slot Slot = TestProgramme.Slot("clay", Noon) with { Number = 40, DoorOpens = Noon, DoorCloses = Noon.AddHours(1) };

    // party, places asked for, places inside, void → answer, places, left
    [Theory]
    [InlineData(1, null, 0, null, DoorAnswer.Welcome, 1, 0)]
    [InlineData(4, null, 0, null, DoorAnswer.Welcome, 4, 0)]
    [InlineData(4, 1, 0, null, DoorAnswer.Welcome, 1, 3)]
    [InlineData(4, 4, 0, null, DoorAnswer.Welcome, 4, 0)]
    [InlineData(4, null, 1, null, DoorAnswer.Welcome, 3, 0)]
    [InlineData(4, 2, 1, null, DoorAnswer.Welcome, 2, 1)]
    [InlineData(4, 3, 1, null, DoorAnswer.Welcome, 3, 0)]
    [InlineData(4, 4, 1, null, DoorAnswer.AlreadyInside, 0, 3)]
    [InlineData(4, 5, 0, null, DoorAnswer.AlreadyInside, 0, 4)]
    [InlineData(4, null, 4, null, DoorAnswer.AlreadyInside, 0, 0)]
    [InlineData(4, 1, 4, null, DoorAnswer.AlreadyInside, 0, 0)]
    // The party shrank after some came in: nobody is thrown out, nobody more comes in.
    [InlineData(2, 1, 3, null, DoorAnswer.AlreadyInside, 0, 0)]
    [InlineData(4, null, 0, TicketVoid.Cancelled, DoorAnswer.Cancelled, 0, 0)]
    [InlineData(4, 1, 2, TicketVoid.Cancelled, DoorAnswer.Cancelled, 0, 0)]
    [InlineData(4, null, 0, TicketVoid.Replaced, DoorAnswer.Replaced, 0, 0)]
    [InlineData(4, null, 4, TicketVoid.Replaced, DoorAnswer.Replaced, 0, 0)]
    public void The_rule_admits_a_party_in_parts_and_never_more(int party, int? places, int inside, TicketVoid? gone, DoorAnswer answer, int admitted, int left)
    {
        var before = Admission.None(TicketKit.Ticket, 1) with { Admitted = inside, Void = gone };
        var knock = new Knock(40, TicketKit.Ticket, 1, party, places);
        Assert.Equal(new AdmissionDecision(answer, admitted, left), AdmissionRule.Decide(knock, before));
    }

    // may scan, the ticket's slot number, cancelled, seconds after the door opens → answer
    [Theory]
    [InlineData(false, 40, false, 60, DoorAnswer.NotYourDoor)]
    [InlineData(false, 41, true, -1, DoorAnswer.NotYourDoor)]
    [InlineData(true, 41, false, 60, DoorAnswer.OtherSlot)]
    [InlineData(true, 41, true, -1, DoorAnswer.OtherSlot)]
    [InlineData(true, 40, true, 60, DoorAnswer.SlotCancelled)]
    [InlineData(true, 40, true, -1, DoorAnswer.SlotCancelled)]
    [InlineData(true, 40, false, -1, DoorAnswer.TooEarly)]
    [InlineData(true, 40, false, 0, null)]
    [InlineData(true, 40, false, 3599, null)]
    [InlineData(true, 40, false, 3600, DoorAnswer.Over)]
    public void What_speaks_against_a_ticket_at_the_door_is_said_in_order(bool mayScan, ushort number, bool cancelled, int seconds, DoorAnswer? answer)
    {
        var knock = new Knock(number, TicketKit.Ticket, 1, 2, null);
        Assert.Equal(answer, AdmissionRule.AtTheDoor(mayScan, knock, Slot with { Cancelled = cancelled }, Noon.AddSeconds(seconds)));
    }

    [Fact]
    public void Every_answer_has_a_code_of_its_own() =>
        Assert.Equal(Enum.GetValues<DoorAnswer>().Length, Enum.GetValues<DoorAnswer>().Select(answer => answer.Code()).Distinct().Count());
}
