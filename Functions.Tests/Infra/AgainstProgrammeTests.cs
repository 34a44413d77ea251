using System.Net;
using Esik.Against.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;

namespace Esik.Infra.Tests;

/// <summary>A first deployment is not red for want of a programme. It stands apart, since a named site is held to the others alone.</summary>
public sealed class AgainstProgrammeTests
{
    [Fact]
    public async Task What_a_site_lacks_skips_what_needs_it_with_the_reason()
    {
        await using var site = await TestSite.StartAsync();
        var empty = AgainstProgramme.At(site.Address);
        Assert.Equal((false, ""), (empty.IsImported, empty.OpenSlot));
        Assert.All(Enum.GetValues<AgainstNeed>(), need => Assert.Equal("Nothing is imported there yet.", AgainstSkip.Reason(need, empty, "clay")));

        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));
        var open = AgainstProgramme.At(site.Address);
        Assert.Equal(new AgainstProgramme(true, "clay", ""), open);
        Assert.Null(AgainstSkip.Reason(AgainstNeed.Programme, open, null));
        Assert.Null(AgainstSkip.Reason(AgainstNeed.OpenSlot, open, null));
        Assert.Contains("--slot", AgainstSkip.Reason(AgainstNeed.OwnSlot, open, null), StringComparison.Ordinal);
        Assert.Null(AgainstSkip.Reason(AgainstNeed.OwnSlot, open, "clay"));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"slots":[{"id":"clay","signUp":"closed"},{"id":"dance","signUp":"soon"}]}""", "", "No slot takes sign-ups there at present.")]
    [InlineData(HttpStatusCode.BadGateway, "", "unreachable", "")]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"code":"busy"}""", "unreachable", "")]
    public void A_site_that_fails_skips_nothing(HttpStatusCode status, string body, string slot, string lacks) =>
        Assert.Equal(new AgainstProgramme(true, slot, lacks), AgainstProgramme.Read(status, body));
}
