using FsCheck.Xunit;

namespace Esik.Organizers.Tests;

public class ReturnPathTests
{
    [Theory]
    [InlineData("/organizer")]
    [InlineData("/organizer/capacity")]
    [InlineData("/organizer/capacity?day=2027-09-18&refresh=off")]
    public void A_page_of_the_desk_is_kept(string path) => Assert.Equal(path, ReturnPath.Of(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/kk")]
    [InlineData("//evil.example")]
    [InlineData("/organizer//evil.example")]
    [InlineData("/organizer/../kk")]
    [InlineData("/organizers")]
    [InlineData("/organizer@evil.example")]
    [InlineData("https://evil.example/organizer")]
    [InlineData("\\\\evil.example\\organizer")]
    [InlineData("/organizer\\@evil.example")]
    [InlineData("/organizer/%2e%2e/%2fevil.example")]
    [InlineData("/organizer\r\nSet-Cookie: a=b")]
    [InlineData("/organizer/sign-out")]
    [InlineData("/organizer/sign-in?token=a")]
    public void Anything_else_leads_to_the_desk(string? path) => Assert.Equal("/organizer", ReturnPath.Of(path));

    [Property]
    public bool No_text_leads_out_of_the_desk(string text)
    {
        var site = new Uri("https://tickets.example.org/");
        var target = new Uri(site, ReturnPath.Of("/organizer" + text));
        return target.Host == site.Host && target.AbsolutePath.StartsWith("/organizer", StringComparison.Ordinal);
    }
}
