using Esik.Languages;
using FsCheck.Xunit;

namespace Esik.Programmes.Tests;

public class ProgrammeFilterTests
{
    private static readonly Programme Programme = SmallFestival.Programme;
    private static readonly DateTimeOffset Before = new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "clay night walls")]
    [InlineData("kind=master-class", "clay night")]
    [InlineData("kind=master-class&venue=gallery", "")]
    [InlineData("venue=gallery", "walls")]
    [InlineData("language=ru", "clay night")]
    [InlineData("language=en", "night walls")]
    [InlineData("free=1", "clay walls")]
    [InlineData("free=on", "clay walls")]
    [InlineData("free=0", "clay night walls")]
    [InlineData("free=", "clay night walls")]
    [InlineData("kind=nonsense&venue=%00&language=de&free=", "clay night walls")]
    [InlineData("kind=", "clay night walls")]
    [InlineData("unknown=1", "clay night walls")]
    public void A_guest_sees_what_was_asked_for(string query, string slots)
    {
        var view = ProgrammeView.Of(Programme, Parse(query), slot => slot.Id == "night" ? 0 : 4, Before);
        Assert.Equal(slots, string.Join(' ', view.Days.SelectMany(day => day.Slots).Select(slot => slot.Slot.Id)));
        Assert.Equal(view.Days.Sum(day => day.Slots.Count), view.Count);
    }

    [Property]
    public bool Any_values_give_a_filter_that_reads_back(string? kind, string? venue, string? language, string? free)
    {
        var values = new Dictionary<string, string?> { ["kind"] = kind, ["venue"] = venue, ["language"] = language, ["free"] = free };
        var filter = ProgrammeFilter.Parse(name => values.GetValueOrDefault(name), Programme);
        return Parse(filter.ToQuery().TrimStart('?')) == filter;
    }

    [Fact]
    public void A_filter_travels_in_the_address()
    {
        var filter = new ProgrammeFilter("master-class", "workshop", Language.Kazakh, PlacesOnly: true);
        Assert.Equal("?kind=master-class&venue=workshop&language=kk&free=1", filter.ToQuery());
        Assert.Equal("", new ProgrammeFilter().ToQuery());
        Assert.True(new ProgrammeFilter().IsEmpty);
        Assert.False(filter.IsEmpty);
    }

    [Fact]
    public void On_the_spot_a_guest_is_led_to_what_comes_next()
    {
        ProgrammeView At(DateTimeOffset now) => ProgrammeView.Of(Programme, new ProgrammeFilter(), _ => 4, now);
        Assert.Null(At(Before).Next);
        Assert.Equal("night", At(Programme.SlotById("clay")!.End).Next?.Id);
        Assert.Null(At(Programme.SlotById("walls")!.End).Next);
    }

    private static ProgrammeFilter Parse(string query)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
        return ProgrammeFilter.Parse(name => values.GetValueOrDefault(name), Programme);
    }
}
