using System.Net;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Organizers.Tests;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Reports.Tests;

public sealed class TroubleTests : IAsyncLifetime
{
    private static readonly MailTrouble Refused = new("slot-1", "b1", DateTimeOffset.UnixEpoch, 0, 2, "550 no such mailbox");
    private static readonly MailTrouble SignIn = new("", "link", DateTimeOffset.UnixEpoch.AddHours(1), 0, 1, "550 full");

    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(1, DateTimeOffset.UnixEpoch.AddYears(60))));
        foreach (var trouble in new[] { Refused, SignIn })
            await site.Get<MailTroubleTable>().NoteAsync(trouble, CancellationToken.None);
        organizer = await SignInAsync(site);
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await site.DisposeAsync();
    }

    [Theory]
    [InlineData("/organizer")]
    [InlineData("/organizer/capacity")]
    public async Task A_trouble_that_was_dealt_with_goes_and_the_others_stay(string page)
    {
        using var answer = await SendAsync(organizer, "/organizer/troubles/clear", await FormAsync(page, "slot-1", "b1"));
        Assert.Equal((HttpStatusCode.SeeOther, "/organizer"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal([SignIn], await site.Get<MailTroubleTable>().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_sign_in_mails_trouble_can_be_cleared_too()
    {
        using var answer = await SendAsync(organizer, "/organizer/troubles/clear", await FormAsync("/organizer", "", "link"));
        Assert.Equal([Refused], await site.Get<MailTroubleTable>().ListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("slot-1", "b2")]
    [InlineData("slot-1/../x", "b1#?")]
    public async Task What_is_not_on_the_list_clears_nothing(string slot, string batch)
    {
        using var answer = await SendAsync(organizer, "/organizer/troubles/clear", await FormAsync("/organizer", slot, batch));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(2, (await site.Get<MailTroubleTable>().ListAsync(CancellationToken.None)).Count);
    }

    private async Task<Dictionary<string, string>> FormAsync(string page, string slot, string batch)
    {
        var html = await organizer.GetStringAsync(Relative(page));
        var proof = html[html.IndexOf("/organizer/troubles/clear", StringComparison.Ordinal)..].Split("name=\"proof\" value=\"")[1].Split('"')[0];
        return new() { ["slot"] = slot, ["batch"] = batch, ["proof"] = proof };
    }
}
