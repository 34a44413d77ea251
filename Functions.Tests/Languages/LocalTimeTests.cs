namespace Esik.Languages.Tests;

public class LocalTimeTests
{
    // A zone of the test's own, so that the machine's zone data plays no part: UTC+5 all year, as Almaty.
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("festival", TimeSpan.FromHours(5), "festival", "festival");

    private static readonly DateTimeOffset LateEvening = new(2027, 9, 17, 19, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Language.Kazakh, "18 қыркүйек, сенбі")]
    [InlineData(Language.Russian, "18 сентября, суббота")]
    [InlineData(Language.English, "Saturday 18 September")]
    public void A_day_is_the_festivals_day(Language language, string day) => Assert.Equal(day, new LocalTime(Zone, language).Day(LateEvening));

    [Theory]
    [InlineData(Language.Kazakh, "18 қыркүйек, сағат 00:30")]
    [InlineData(Language.Russian, "18 сентября, 00:30")]
    [InlineData(Language.English, "18 September, 00:30")]
    public void A_moment_has_its_day_and_time(Language language, string moment) => Assert.Equal(moment, new LocalTime(Zone, language).Moment(LateEvening));

    [Theory]
    [InlineData(Language.Kazakh, "2027 жылғы 1 қаңтар")]
    [InlineData(Language.Russian, "1 января 2027 года")]
    [InlineData(Language.English, "1 January 2027")]
    public void A_full_date_has_its_year(Language language, string date) => Assert.Equal(date, new LocalTime(Zone, language).Date(new(2027, 1, 1)));

    [Theory]
    [InlineData("18 сентября 2027 года", 18)]
    [InlineData("18–19 сентября 2027 года", 18, 19)]
    [InlineData("30 сентября 2027 года – 1 октября 2027 года", 30, 31)]
    [InlineData("1 сентября, 18 сентября, 19 сентября", 1, 18, 19)]
    public void Dates_are_said_as_short_as_they_can_be(string dates, params int[] days) =>
        Assert.Equal(dates, new LocalTime(Zone, Language.Russian).Dates([.. days.Select(day => new DateOnly(2027, 9, 1).AddDays(day - 1))]));

    [Fact]
    public void A_span_may_pass_midnight() => Assert.Equal("23:00–01:15", new LocalTime(Zone, Language.English).Span(LateEvening.AddMinutes(-90), LateEvening.AddMinutes(45)));

    [Fact]
    public void Machines_read_the_offset() => Assert.Equal("2027-09-18T00:30+05:00", new LocalTime(Zone, Language.English).Iso(LateEvening));

    [Fact]
    public void Every_month_and_weekday_has_its_own_name()
    {
        foreach (var language in LanguageCodes.All)
        {
            var time = new LocalTime(Zone, language);
            var days = Enumerable.Range(0, 365).Select(day => time.Day(new DateOnly(2027, 1, 1).AddDays(day))).ToList();
            Assert.Equal(365, days.Distinct().Count());
            Assert.DoesNotContain(days, day => day.Contains('{', StringComparison.Ordinal));
        }
    }
}
