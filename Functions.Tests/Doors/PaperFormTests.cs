using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

public class PaperFormTests
{
    private static readonly DateTimeOffset Now = new(2027, 9, 18, 13, 0, 0, TimeSpan.Zero);

    // The door is open from 12:30 to 15:00 UTC, which is 17:30 to 20:00 in Almaty.
    private static readonly Slot Slot = TestProgramme.Slot("clay", Now) with { Number = 1 };
    private static readonly Programme Programme = TestProgramme.Of(Now, Slot);

    [Theory]
    [InlineData("2027-09-18T17:30", null)]
    [InlineData("2027-09-18T18:00", null)]
    [InlineData("2027-09-18T17:28", "paper.no-time")]
    [InlineData("2027-09-18T18:01", "paper.no-time")]
    [InlineData("2027-09-17T18:00", "paper.no-time")]
    [InlineData("9999-09-18T18:00", "paper.no-time")]
    [InlineData("", "paper.no-time")]
    [InlineData("yesterday", "paper.no-time")]
    public void They_came_in_while_the_door_was_open(string at, string? mistake) => Assert.Equal(mistake, Read(at).Mistake);

    [Fact]
    public void A_door_that_has_closed_takes_no_later_time()
    {
        var read = PaperForm.Read(Programme, Slot, "2027-09-18T20:00", ["0123456789abcdef-1"], "", "", Now.AddHours(5));
        Assert.Equal("paper.no-time", read.Mistake);
        Assert.Null(PaperForm.Read(Programme, Slot, "2027-09-18T19:59", ["0123456789abcdef-1"], "", "", Now.AddHours(5)).Mistake);
    }

    [Fact]
    public void The_proposed_time_can_be_entered()
    {
        foreach (var hours in new[] { 0, 1, 24, 200 })
        {
            var now = Now.AddHours(hours);
            Assert.Null(PaperForm.Read(Programme, Slot, PaperForm.Proposed(Programme, Slot, now), ["0123456789abcdef-1"], "", "", now).Mistake);
        }
    }

    [Theory]
    [InlineData("0123456789abcdef-1", true)]
    [InlineData("0123456789abcdef-6", true)]
    [InlineData("0123456789abcdef-7", false)]
    [InlineData("0123456789abcdef-0", false)]
    [InlineData("0123456789abcdef-", false)]
    [InlineData("0123456789abcdef-11", false)]
    [InlineData("0123456789ABCDEF-1", false)]
    [InlineData("../x-1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_tick_is_a_ticket_and_a_place(string? text, bool good) => Assert.Equal(good ? text : null, PaperTick.Parse(text)?.ToString());

    [Theory]
    [InlineData("ABCD-EFGH", "ABCDEFGH", null)]
    [InlineData("abcd efgh 2", "ABCDEFGH", 2)]
    [InlineData(" ABCDEFGH x3 ", "ABCDEFGH", 3)]
    [InlineData("ABCD-EFGH ×4", "ABCDEFGH", 4)]
    [InlineData("ABCD-EFGH х 5", "ABCDEFGH", 5)]
    [InlineData("ABCD-EFGH 7", null, null)]
    [InlineData("ABCD", null, null)]
    [InlineData("ABCD-EFGH-ABCD", null, null)]
    [InlineData("2", null, null)]
    public void A_line_is_a_code_with_or_without_a_number(string line, string? code, int? people)
    {
        var read = Assert.Single(Read("2027-09-18T18:00", codes: line + "\r\n\r\n").Form!.Codes);
        Assert.Equal((code, people), (read.Code?.Text, read.People));
        Assert.Equal(line.Trim(), read.Typed);
    }

    [Theory]
    [InlineData("", "", "paper.nothing")]
    [InlineData("", "0", "paper.nothing")]
    [InlineData("", "5", null)]
    [InlineData("", "200", null)]
    [InlineData("", "201", "paper.no-number")]
    [InlineData("", "-1", "paper.no-number")]
    [InlineData("", "five", "paper.no-number")]
    [InlineData("ABCD-EFGH", "", null)]
    public void Something_is_entered(string codes, string walkIns, string? mistake) =>
        Assert.Equal(mistake, PaperForm.Read(Programme, Slot, "2027-09-18T18:00", ["nonsense"], codes, walkIns, Now).Mistake);

    [Fact]
    public void Lines_are_counted()
    {
        string Lines(int count) => string.Join('\n', Enumerable.Repeat("ABCD-EFGH", count));
        Assert.Null(Read("2027-09-18T18:00", codes: Lines(PaperForm.CodesMax)).Mistake);
        Assert.Equal("paper.many-codes", Read("2027-09-18T18:00", codes: Lines(PaperForm.CodesMax + 1)).Mistake);
    }

    private static (PaperForm? Form, string? Mistake) Read(string at, string codes = "") =>
        PaperForm.Read(Programme, Slot, at, [new PaperTick(new TicketId(7), 1).ToString()], codes, "", Now);
}
