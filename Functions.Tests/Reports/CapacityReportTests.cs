using Esik.Organizers.Tests;
using Esik.Programmes.Tests;
using Esik.Slots;

namespace Esik.Reports.Tests;

public class CapacityReportTests
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Tally> Tallies = new()
    {
        ["clay"] = new(12, 9, 1, 4, 2, 5, 7, Noon),
        ["night"] = new(4, 4, 0, 0, 0, 0, 7, Noon),
    };

    [Fact]
    public void Every_slot_stands_in_the_report_with_its_figures()
    {
        var report = CapacityReport.Of(SmallFestival.Programme, Tallies, Noon);

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
        var report = CapacityReport.Of(programme, Tallies, Noon);

        Assert.Equal(new PlaceCounts(16, 13, 1, 4, 5), report.Total);
        var day = Assert.Single(report.By(programme.Festival.Days.Select(known => known.Date), slot => programme.DayOf(slot).Date));
        Assert.Equal((new DateOnly(2027, 3, 28), 2, report.Total), (day.Key, day.Slots, day.Counts));
        Assert.Equal("workshop", Assert.Single(report.By(programme.Venues.Select(venue => venue.Id), slot => slot.VenueId)).Key);
        Assert.Equal("master-class", Assert.Single(report.By(programme.Kinds.Select(kind => kind.Id), slot => slot.KindId)).Key);
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
