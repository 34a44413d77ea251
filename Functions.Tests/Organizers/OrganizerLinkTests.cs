using Esik.Languages;

namespace Esik.Organizers.Tests;

public class OrganizerLinkTests
{
    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrganizerLink Link = new("id", "aigerim@example.org", Noon.AddMinutes(15), false, Language.Kazakh, "/organizer");

    // Columns: seconds after noon, whether it is reusable, which session it started (at noon), which asks now, and the answer.
    [Theory]
    [InlineData(0, false, null, "mine", LinkAnswer.Good)]
    [InlineData(899, false, null, "mine", LinkAnswer.Good)]
    [InlineData(900, false, null, "mine", LinkAnswer.Expired)]
    [InlineData(0, false, "mine", "mine", LinkAnswer.Good)]
    [InlineData(119, false, "mine", "mine", LinkAnswer.Good)]
    [InlineData(120, false, "mine", "mine", LinkAnswer.Used)]
    [InlineData(0, false, "theirs", "mine", LinkAnswer.Used)]
    [InlineData(5000, false, "theirs", "mine", LinkAnswer.Used)]
    [InlineData(899, true, "theirs", "mine", LinkAnswer.Good)]
    [InlineData(900, true, null, "mine", LinkAnswer.Expired)]
    public void A_link_starts_one_session(int seconds, bool reusable, string? usedBy, string session, LinkAnswer answer) =>
        Assert.Equal(answer, (Link with { Reusable = reusable, UsedBy = usedBy, UsedAt = usedBy is null ? null : Noon }).Use(session, Noon.AddSeconds(seconds)));

    [Fact]
    public void A_repeat_is_good_even_if_the_link_ran_out_in_between() =>
        Assert.Equal(LinkAnswer.Good, (Link with { UsedBy = "mine", UsedAt = Noon.AddSeconds(899) }).Use("mine", Noon.AddSeconds(901)));

    [Fact]
    public void A_link_without_an_address_signs_nobody_in() => Assert.Equal(LinkAnswer.Unknown, (Link with { Email = null }).Use("mine", Noon));
}
