using Esik.Languages;

namespace Esik.Slots.Tests;

public class AvailabilityTests
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
        Capacity = 100,
        Languages = [],
        PartyMax = 2,
        SignUpOpens = Noon.AddDays(-7),
        SignUpCloses = Noon.AddHours(1),
        DoorOpens = Noon.AddMinutes(-30),
        DoorCloses = Noon.AddHours(2),
    };

    private static readonly LocalTime English = new(TimeZoneInfo.CreateCustomTimeZone("festival", TimeSpan.FromHours(5), null, null), Language.English);

    [Theory]
    [InlineData(100, 100, AvailabilityWord.Free)]
    [InlineData(100, 11, AvailabilityWord.Free)]
    [InlineData(100, 10, AvailabilityWord.FewLeft)]
    [InlineData(100, 1, AvailabilityWord.FewLeft)]
    [InlineData(100, 0, AvailabilityWord.Full)]
    [InlineData(100, -4, AvailabilityWord.Full)]
    [InlineData(12, 4, AvailabilityWord.Free)]
    [InlineData(12, 3, AvailabilityWord.FewLeft)]
    [InlineData(int.MaxValue, int.MaxValue, AvailabilityWord.Free)]
    public void Few_left_is_a_tenth_or_three(int capacity, int free, AvailabilityWord word) =>
        Assert.Equal(word, Availability.Of(Slot with { Capacity = capacity }, free, Noon).Word);

    [Theory]
    [InlineData(-7 * 24 * 60 - 1, AvailabilityWord.Soon)]
    [InlineData(60, AvailabilityWord.Closed)]
    [InlineData(120, AvailabilityWord.Over)]
    public void A_full_slot_says_first_that_nobody_may_sign_up(int minutesFromStart, AvailabilityWord word) =>
        Assert.Equal(word, Availability.Of(Slot, 0, Noon.AddMinutes(minutesFromStart)).Word);

    [Fact]
    public void Open_entrance_counts_no_places()
    {
        var availability = Availability.Of(Slot with { Capacity = null }, 7, Noon);
        Assert.Equal(new Availability(AvailabilityWord.OpenEntrance, 0), availability);
        Assert.True(availability.HasPlaces);
    }

    [Fact]
    public void Places_below_none_are_none() => Assert.Equal(0, Availability.Of(Slot, -3, Noon).Free);

    [Theory]
    [InlineData(5, -7 * 24 * 60 - 1, true)]
    [InlineData(0, -7 * 24 * 60 - 1, false)]
    [InlineData(5, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(5, 60, false)]
    [InlineData(5, 120, false)]
    public void Whoever_looks_for_places_finds_those_that_can_be_had(int free, int minutesFromStart, bool found) =>
        Assert.Equal(found, Availability.Of(Slot, free, Noon.AddMinutes(minutesFromStart)).HasPlaces);

    [Theory]
    [InlineData(40, "40 places free")]
    [InlineData(1, "Few left: 1 place")]
    [InlineData(0, "Full: waiting list")]
    public void Places_are_said_in_words(int free, string words) => Assert.Equal(words, Availability.Of(Slot, free, Noon).Words(Slot, English));

    [Fact]
    public void A_slot_says_when_its_sign_up_opens()
    {
        var early = Availability.Of(Slot, 40, Noon.AddDays(-8));
        Assert.Equal("Sign-up opens 11 September, 17:00", early.Words(Slot, English));
        Assert.Equal("Sign-up is not open yet. It opens 11 September, 17:00.", early.Notice(Slot, English));
    }

    [Fact]
    public void A_notice_stands_where_there_is_no_form()
    {
        foreach (var word in Enum.GetValues<AvailabilityWord>())
        {
            var hasForm = word is AvailabilityWord.Free or AvailabilityWord.FewLeft or AvailabilityWord.Full;
            Assert.Equal(hasForm, new Availability(word, 1).Notice(Slot, English) is null);
        }
    }
}
