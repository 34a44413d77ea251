using Esik.Organizers.Tests;
using Esik.Programmes.Tests;
using Esik.Slots;

namespace Esik.Reports.Tests;

public class CapacityReportTests
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 28, 12, 0, 0, TimeSpan.Zero);

    // Nothing has begun yet.
    private static readonly DateTimeOffset Before = Noon.AddDays(-2);

    private static readonly Dictionary<string, Tally> Tallies = new()
    {
        ["clay"] = new(12, 9, 1, 4, 2, 5, 7, Noon),
        ["night"] = new(4, 4, 0, 0, 0, 0, 7, Noon),
    };

    [Fact]
    public void Every_slot_stands_in_the_report_with_its_figures()
    {
        var report = CapacityReport.Of(SmallFestival.Programme, Tallies, Before);

        Assert.Equal(["clay", "night", "walls"], report.Lines.Select(line => line.Slot.Id));
        Assert.Equal(new PlaceCounts(12, 9, 1, 4, 5), report.Lines[0].Counts);
        Assert.Equal(2, report.Lines[0].Counts!.Value.Free);
        Assert.Null(report.Lines[2].Counts);
    }

    [Fact]
    public void A_slot_whose_tally_is_not_there_yet_is_free() =>
        Assert.Equal(new PlaceCounts(12, 0, 0, 0, 0), CapacityReport.Of(SmallFestival.Programme, new Dictionary<string, Tally>(), Noon).Lines[0].Counts);

    [Fact]
    public void The_capacity_is_the_ledgers_while_an_import_changes_it() =>
        Assert.Equal(15, CapacityReport.Of(SmallFestival.Programme, new Dictionary<string, Tally> { ["clay"] = Tallies["clay"] with { Capacity = 15 } }, Noon).Lines[0].Counts!.Value.Capacity);

    [Fact]
    public void Sums_are_by_day_kind_and_venue()
    {
        var programme = SmallFestival.Programme;
        var report = CapacityReport.Of(programme, Tallies, Before);

        Assert.Equal(new PlaceCounts(16, 13, 1, 4, 5), report.Total);
        var day = Assert.Single(report.By(programme.Festival.Days.Select(known => known.Date), slot => programme.DayOf(slot).Date));
        Assert.Equal((new DateOnly(2027, 3, 28), 2, report.Total), (day.Key, day.Slots, day.Counts));
        Assert.Equal("workshop", Assert.Single(report.By(programme.Venues.Select(venue => venue.Id), slot => slot.VenueId)).Key);
        Assert.Equal("master-class", Assert.Single(report.By(programme.Kinds.Select(kind => kind.Id), slot => slot.KindId)).Key);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 5)]
    [InlineData(300, 5)]
    public void Places_of_who_has_not_come_are_released_some_minutes_after_the_start(int minutes, int released)
    {
        // 9 places are taken. 7 are inside, 3 of them without a ticket: 4 of those who signed up have come.
        var programme = FixedProgrammes.OfSlots(1, Noon);
        var tallies = new Dictionary<string, Tally> { ["slot-1"] = new(20, 9, 0, 0, 0, 7, 1, Noon, WalkIns: 2, StandIns: 1) };
        var report = CapacityReport.Of(programme, tallies, Noon.AddMinutes(minutes));
        Assert.Equal((3, released, 9), (report.Total.Ticketless, report.Total.Released, report.Total.Free));
        var off = new Slot[] { programme.Slots[0] with { ReleaseMinutes = 0 }, programme.Slots[0] with { Cancelled = true } };
        Assert.All(off, slot => Assert.Equal(0, PlaceCounts.Of(slot, tallies["slot-1"], Noon.AddMinutes(minutes)).Released));
    }

    [Fact]
    public void Programs_read_them_behind_all_other_figures()
    {
        var programme = FixedProgrammes.OfSlots(1, Noon);
        var tallies = new Dictionary<string, Tally> { ["slot-1"] = new(20, 9, 0, 0, 0, 7, 1, Noon, WalkIns: 2, StandIns: 1) };
        var report = CapacityReport.Of(programme, tallies, Noon.AddMinutes(10));
        Assert.Equal(new CapacitySlotJson("slot-1", 20, 9, 0, 0, 7, 9, 3, 5), CapacityJson.Of(report).Slots[0]);
        Assert.EndsWith(",20,9,0,0,7,9,3,5\r\n", CapacityCsv.Write(report, programme, Languages.Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_slot_is_shown_and_not_summed()
    {
        var programme = FixedProgrammes.OfSlots(1, Noon);
        var cancelled = new CapacityLine(programme.Slots[0] with { Cancelled = true }, new PlaceCounts(20, 5, 0, 0, 0));
        Assert.Equal(default, new CapacityReport(Noon, [cancelled]).Total);
    }

    [Theory]
    [InlineData("", 3, "/organizer/capacity")]
    [InlineData("day=2027-03-28", 2, "/organizer/capacity?day=2027-03-28")]
    [InlineData("day=2027-03-28&kind=exhibition", 0, "/organizer/capacity?day=2027-03-28&kind=exhibition")]
    [InlineData("venue=gallery&refresh=off", 1, "/organizer/capacity?venue=gallery&refresh=off")]
    [InlineData("day=2027-03-29&kind=<script>&venue=nowhere&refresh=1", 3, "/organizer/capacity")]
    public void The_address_says_what_is_shown(string query, int slots, string address)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(value => value.Split('=')).ToDictionary(value => value[0], value => value[1]);
        var programme = SmallFestival.Programme;
        var filter = CapacityFilter.Of(programme, name => values.GetValueOrDefault(name));
        Assert.Equal(slots, CapacityReport.Of(programme, Tallies, Noon).Where(slot => filter.Lets(slot, programme)).Lines.Count);
        Assert.Equal(address, filter.ToAddress());
    }

    [Theory]
    [InlineData(20, 10, 5, 4, 20, 30, 25)]
    [InlineData(20, 0, 0, 0, 0, 0, 0)]
    [InlineData(3, 1, 0, 1, 33.33, 0, 0)]
    [InlineData(10, 20, 0, 30, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0, 0)]
    public void A_bar_never_leaves_its_frame(int capacity, int taken, int offered, int inside, double insideShare, double takenShare, double offeredShare) =>
        Assert.Equal(new CapacityBar(insideShare, takenShare, offeredShare), CapacityBar.Of(new PlaceCounts(capacity, taken, offered, 0, inside)));
}
