using System.Globalization;
using Esik.Languages;
using Esik.Slots;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Programmes.Tests;

public class SampleProgrammeTests
{
    private static readonly Programme Sample = ProgrammeFile.Read(SampleProgramme.Json).Programme!;

    [Fact]
    public void The_sample_is_a_good_file() => Assert.Equal([], ProgrammeFile.Read(SampleProgramme.Json).Mistakes.Select(mistake => mistake.ToString()));

    [Fact]
    public void The_sample_has_all_parts_of_the_festival()
    {
        Assert.True(Sample.Festival.Sample);
        Assert.All([(Language.Kazakh, "үлгі"), (Language.Russian, "образец"), (Language.English, "sample")], word => Assert.Contains(word.Item2, Sample.Festival.Name.In(word.Item1)));
        Assert.Equal(6, Sample.Venues.Count);
        Assert.InRange(Sample.Slots.Count, 38, 45);
        Assert.Equal(["Rehearsal", "City Dialogue", "Business Dialogue"], Sample.Days.Select(day => day.Day.Name.En));
        Assert.Single(Sample.Days[0].Slots);
        Assert.All(Sample.Days.Skip(1), day => Assert.InRange(day.Slots.Count, 18, 24));
        Assert.Equal([], Sample.Kinds.Select(kind => kind.Id).Except(Sample.Slots.Select(slot => slot.KindId)));
        string[] communities = ["Business Factory", "Free People", "Association of Young Entrepreneurs", "Association of Young Leaders", "Zhana Urpak", "Comunity", "Sergey Son puppet theatre", "Havana social dance community"];
        Assert.Equal([], communities.Except(Sample.Slots.Select(slot => slot.Community?.En ?? "")));
    }

    [Fact]
    public void No_two_slots_with_places_share_a_venue_at_the_same_time()
    {
        var slots = Sample.Slots.Where(slot => !slot.OpenEntrance).ToList();
        Assert.Equal([], from one in slots from other in slots where one.VenueId == other.VenueId && one.Start < other.Start && other.Start < one.End select $"{one.Id} {other.Id}");
    }

    [Theory]
    [InlineData("2027-06-02T10:40", "2027-06-19")] // A Wednesday: 14 days on is a Wednesday, the Saturday after that is the day.
    [InlineData("2027-06-05T00:00", "2027-06-19")] // A Saturday: exactly 14 days on.
    [InlineData("2027-06-05T23:59", "2027-06-19")]
    [InlineData("2027-06-06T00:00", "2027-06-26")] // A minute later it is Sunday, and nearly three weeks on.
    [InlineData("2027-12-31T23:59", "2028-01-15")]
    [InlineData("2028-01-01T00:00", "2028-01-15")]
    [InlineData("2028-02-29T00:30", "2028-03-18")]
    [InlineData("2028-02-12T12:00", "2028-02-26")] // The Sunday is the 27th, before a 29 February.
    public void The_sample_lies_ahead_at_its_own_times_of_day(string now, string firstDay)
    {
        var moved = SampleProgramme.Ahead(Sample, Clock(now).GetUtcNow());
        Assert.Equal(firstDay, moved.Days[1].Day.Date.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal((DayOfWeek.Saturday, DayOfWeek.Sunday), (moved.Days[1].Day.Date.DayOfWeek, moved.Days[2].Day.Date.DayOfWeek));
        Assert.Equal(moved.Days[1].Day.Date.AddDays(1), moved.Days[2].Day.Date);
        foreach (var (before, after) in Sample.Days.Skip(1).SelectMany(day => day.Slots).Zip(moved.Days.Skip(1).SelectMany(day => day.Slots)))
        {
            Assert.Equal(before.Id, after.Id);
            Assert.Equal(Sample.Festival.LocalAt(before.Start).TimeOfDay, moved.Festival.LocalAt(after.Start).TimeOfDay);
            Assert.Equal((before.End - before.Start, before.SignUpCloses - before.Start, before.DoorOpens - before.Start, before.SignUpOpens - before.Start),
                (after.End - after.Start, after.SignUpCloses - after.Start, after.DoorOpens - after.Start, after.SignUpOpens - after.Start));
        }
    }

    [Theory]
    [InlineData("2027-06-02T10:40")]
    [InlineData("2027-06-05T23:59")]
    [InlineData("2027-06-06T00:00")]
    [InlineData("2027-06-06T00:59")]
    [InlineData("2027-06-06T01:00")]
    [InlineData("2027-12-31T23:59")]
    [InlineData("2028-01-01T00:00")]
    [InlineData("2028-02-28T23:59")]
    [InlineData("2028-02-29T23:59")]
    public void At_each_first_start_one_slot_can_be_tried_for_twelve_hours(string now)
    {
        var clock = Clock(now);
        var slot = SampleProgramme.Ahead(Sample, clock.GetUtcNow()).Days[0].Slots.Single();
        Assert.True(slot is { Capacity: >= 10, PartyMax: >= 2 });
        for (var minutes = 0; minutes <= 12 * 60 + 30; minutes++, clock.Advance(TimeSpan.FromMinutes(1)))
        {
            Assert.Equal(SignUpState.Open, slot.SignUpAt(clock.GetUtcNow()));
            Assert.True(slot.IsDoorOpenAt(clock.GetUtcNow()));
        }
    }

    [Property]
    public void The_sample_can_be_started_at_any_moment(int minutes)
    {
        var now = Clock("2027-01-01T00:00").GetUtcNow().AddMinutes(minutes % 10_000_000);
        var moved = SampleProgramme.Ahead(Sample, now);
        var slot = moved.Days[0].Slots.Single();
        Assert.True(slot.IsDoorOpenAt(now) && slot.IsDoorOpenAt(now.AddHours(12)) && slot.SignUpAt(now.AddHours(12)) == SignUpState.Open);
        Assert.InRange(moved.Days[1].Day.Date.DayNumber - moved.Festival.DateAt(now).DayNumber, 14, 20);
    }

    [Fact]
    public void At_the_first_start_most_slots_are_open_and_some_open_soon()
    {
        var now = Clock("2027-06-02T10:40").GetUtcNow();
        var states = SampleProgramme.Ahead(Sample, now).Slots.Where(slot => !slot.OpenEntrance).CountBy(slot => slot.SignUpAt(now)).ToDictionary();
        Assert.Equal([SignUpState.Open, SignUpState.Soon], states.Keys.Order());
        Assert.Equal(2, states[SignUpState.Soon]);
    }

    [Fact]
    public void A_second_import_leaves_every_slot_where_the_first_has_put_it()
    {
        var clock = Clock("2027-06-02T10:40");
        var first = ProgrammeChange.Between(null, SampleProgramme.Placed(Sample, null, clock.GetUtcNow())).Wanted;
        clock.Advance(TimeSpan.FromDays(9.4));
        Assert.Empty(ProgrammeChange.Between(first, SampleProgramme.Placed(Sample, first, clock.GetUtcNow())).Edits);
    }

    [Fact]
    public void A_festival_that_is_no_sample_stays_when_it_is()
    {
        var festival = SmallFestival.Programme;
        Assert.Same(festival, SampleProgramme.Placed(festival, null, Clock("2027-06-02T10:40").GetUtcNow()));
        Assert.Throws<ArgumentException>(() => SampleProgramme.Ahead(festival, Clock("2027-06-02T10:40").GetUtcNow()));
    }

    [Fact]
    public void A_time_that_the_clocks_skip_comes_an_hour_later()
    {
        var berlin = ProgrammeFile.Read(System.Text.Encoding.UTF8.GetBytes(SmallFestival.Json.Replace("\"id\": \"yard\",", "\"id\": \"yard\", \"sample\": true,", StringComparison.Ordinal)
            .Replace("2027-03-28", "2027-03-21", StringComparison.Ordinal).Replace("2027-03-21T22:00", "2027-03-21T02:30", StringComparison.Ordinal)
            .Replace("2027-03-29T01:30", "2027-03-21T05:00", StringComparison.Ordinal))).Programme!;
        var moved = SampleProgramme.Ahead(berlin, new DateTimeOffset(2028, 3, 8, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateOnly(2028, 3, 26), moved.Days[0].Day.Date);
        Assert.Equal(new DateTimeOffset(2028, 3, 26, 1, 30, 0, TimeSpan.Zero), moved.SlotById("night")!.Start); // 02:30 is skipped, so 03:30.
    }

    private static FakeTimeProvider Clock(string almatyTime) => new(new DateTimeOffset(DateTime.Parse(almatyTime, CultureInfo.InvariantCulture), TimeSpan.FromHours(5)));
}
