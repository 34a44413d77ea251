using Esik.Programmes.Tests;
using Esik.Slots;

namespace Esik.Waitlists.Tests;

public sealed class PromotionRuleTests
{
    private static readonly TimeZoneInfo Almaty = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty");

    // A Friday, noon in Almaty.
    private static readonly DateTimeOffset Noon = new(2027, 9, 17, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_more_than_a_day_to_go_places_are_offered_for_twelve_hours() =>
        Assert.Equal(new PromotionDecision(Noon.AddHours(12), null), Decide(StartsAt(Noon.AddHours(48))));

    [Fact]
    public void With_less_they_are_confirmed_at_once()
    {
        Assert.Equal(new PromotionDecision(null, null), Decide(StartsAt(Noon.AddHours(24))));
        Assert.NotNull(Decide(StartsAt(Noon.AddHours(24).AddSeconds(1)))!.Value.OfferedUntil);
    }

    [Fact]
    public void An_offer_ends_an_hour_before_the_start() =>
        Assert.Equal(Noon.AddHours(9), Decide(StartsAt(Noon.AddHours(10)), Rules with { Promotion = Promotion.Offer })!.Value.OfferedUntil);

    [Fact]
    public void An_offer_that_could_not_be_held_for_half_an_hour_is_a_confirmation()
    {
        Assert.NotNull(Decide(StartsAt(Noon.AddMinutes(90)), Rules with { Promotion = Promotion.Offer })!.Value.OfferedUntil);
        Assert.Equal(new PromotionDecision(null, null), Decide(StartsAt(Noon.AddMinutes(89)), Rules with { Promotion = Promotion.Offer }));
    }

    [Fact]
    public void In_the_last_half_hour_places_are_left_for_the_door()
    {
        Assert.NotNull(Decide(StartsAt(Noon.AddMinutes(30).AddSeconds(1))));
        Assert.Null(Decide(StartsAt(Noon.AddMinutes(30))));
        Assert.Null(Decide(StartsAt(Noon.AddMinutes(-5))));
    }

    [Fact]
    public void A_cancelled_slot_gives_no_places() => Assert.Null(Decide(StartsAt(Noon.AddHours(48)) with { Cancelled = true }));

    [Fact]
    public void A_direct_slot_confirms_long_before() =>
        Assert.Equal(new PromotionDecision(null, null), Decide(StartsAt(Noon.AddDays(5)), Rules with { Promotion = Promotion.Direct }));

    [Fact]
    public void Where_addresses_have_to_answer_nobody_is_confirmed_without_an_answer()
    {
        var rules = Rules with { Promotion = Promotion.Direct, ConfirmByMailMinutes = 20 };
        Assert.Equal(Noon.AddHours(5), Decide(StartsAt(Noon.AddHours(6)), rules)!.Value.OfferedUntil);
        Assert.Equal(new PromotionDecision(Noon.AddMinutes(20), null), Decide(StartsAt(Noon.AddMinutes(70)), rules));
    }

    [Fact]
    public void The_clock_of_an_offer_made_at_night_starts_in_the_morning()
    {
        var night = Noon.AddHours(11);
        var morning = Noon.AddHours(20);
        Assert.Equal(new PromotionDecision(morning.AddHours(12), morning), Decide(StartsAt(Noon.AddHours(72)), now: night));
    }

    [Theory]
    [InlineData("2027-09-17T21:59:59", "2027-09-19T15:00", null)]
    [InlineData("2027-09-17T22:00:00", "2027-09-19T15:00", "2027-09-18T08:00")]
    [InlineData("2027-09-18T00:00:00", "2027-09-19T15:00", "2027-09-18T08:00")]
    [InlineData("2027-09-18T07:59:59", "2027-09-18T15:00", "2027-09-18T08:00")]
    [InlineData("2027-09-18T08:00:00", "2027-09-18T15:00", null)]
    [InlineData("2027-09-17T23:00:00", "2027-09-18T11:59", null)]
    [InlineData("2027-09-17T23:00:00", "2027-09-18T12:00", "2027-09-18T08:00")]
    [InlineData("2027-09-18T03:00:00", "2027-09-18T06:00", null)]
    public void At_night_mails_wait_for_the_morning_unless_the_slot_is_then(string now, string start, string? due) =>
        Assert.Equal(due is null ? null : Local(due), QuietHours.DueAt(Local(now), Local(start), Almaty));

    private static WaitlistRules Rules => WaitlistRules.Default;

    private static Slot StartsAt(DateTimeOffset start) => TestProgramme.Slot("clay", start) with { Start = start };

    private static PromotionDecision? Decide(Slot slot, WaitlistRules? rules = null, DateTimeOffset? now = null) =>
        PromotionRule.Decide(slot with { Waitlist = rules ?? Rules }, now ?? Noon, Almaty);

    private static DateTimeOffset Local(string time) => new DateTimeOffset(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(5)).ToUniversalTime();
}
