using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Organizers;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Signals;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using MimeKit;

namespace Esik.Tests;

/// <summary>
/// The main job, lived once as a guest, a volunteer and an organizer live it: real pages, real mail, a real camera's pictures. All that
/// the site tells a collector meanwhile is searched for what nobody else may know.
/// </summary>
public sealed class WholeDayTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(3);

    private TemporaryFolder folder = null!;
    private TestCollector collector = null!;
    private TestSite site = null!;

    // What opens a ticket, a door or the desk, or tells who a guest is.
    private readonly List<string> secrets = ["Айгүл", "Әбенқызы", "aigul@example.org"];

    public async Task InitializeAsync()
    {
        folder = new TemporaryFolder();
        collector = await TestCollector.StartAsync();
        site = await TestSite.StartAsync(new() { Settings = collector.Settings });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("puppets", Now, capacity: 30)));
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        await collector.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_guest_signs_up_comes_in_and_is_counted()
    {
        await SignUpInKazakhWithoutScriptAsync();
        var token = QrReader.ReadPng(await QrPictureOfTheMailAsync());
        await ScanAtTheDoorAsync(await CameraShowingAsync(token));
        await SeeTheCapacityAsync();
        await LoseTheWayAsync();
        await FindNothingPersonalAsync();
    }

    private async Task SignUpInKazakhWithoutScriptAsync()
    {
        await using var context = await TestBrowser.NewContextAsync(new() { JavaScriptEnabled = false, Locale = "kk-KZ" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address.AbsoluteUri);
        Assert.EndsWith("/kk", page.Url, StringComparison.Ordinal);
        await page.ClickAsync("a[href='/kk/slots/puppets']");
        await page.FillAsync("#sign-up [name=name]", "Айгүл Әбенқызы");
        await page.FillAsync("#sign-up [name=email]", "aigul@example.org");
        await page.SelectOptionAsync("#sign-up [name=party]", "2");
        await page.CheckAsync("#sign-up [name=consent]");
        await page.ClickAsync("#sign-up button[type=submit]");
        Assert.Contains("/kk/tickets/", page.Url, StringComparison.Ordinal);
        secrets.Add(page.Url.Split('/')[^1]);
        Assert.Contains("Айгүл Әбенқызы", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("img[src$='.svg']").CountAsync());
    }

    private async Task<byte[]> QrPictureOfTheMailAsync()
    {
        var end = TimeProvider.System.GetUtcNow() + MailPatience;
        while (!Directory.Exists(site.MailFolder) || Directory.GetFiles(site.MailFolder, "*.eml").Length == 0)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < end, $"No mail within {MailPatience}.");
            await Task.Delay(50);
        }
        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(site.MailFolder, "*.eml")));
        Assert.Equal("aigul@example.org", Assert.Single(mail.To.Mailboxes).Address);
        var picture = Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "image/png");
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes);
        return bytes.ToArray();
    }

    // The QR code as a camera of 1280 by 720 sees it: on a grey ground, in the middle.
    private async Task<string> CameraShowingAsync(string token)
    {
        var code = folder.Write("code.png", Tickets.QrPicture.Of(token).Png());
        var video = Path.Combine(folder.Path, "camera.mjpeg");
        await Task.Run(() => Tool.Run(
            "ffmpeg", "-loglevel", "error", "-loop", "1", "-i", code, "-vf", "scale=480:480:flags=neighbor,pad=1280:720:(ow-iw)/2:(oh-ih)/2:gray",
            "-t", "2", "-r", "15", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", video));
        return video;
    }

    private async Task ScanAtTheDoorAsync(string camera)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: true, CancellationToken.None);
        foreach (var expected in new[] { "welcome", "already-inside" })
        {
            await using var browser = await TestBrowser.WithCameraAsync(camera);
            await using var context = await browser.NewContextAsync(new() { Permissions = ["camera"], Locale = "kk-KZ" });
            var page = await context.NewPageAsync();
            await page.GotoAsync($"{site.Address}door#{code}");
            var pairing = page.WaitForResponseAsync("**/api/door/devices");
            var scanned = page.WaitForResponseAsync("**/api/door/scans");
            await page.ClickAsync("#pair-start");
            secrets.Add((await (await pairing).JsonAsync())!.Value.GetProperty("deviceToken").GetString()!);
            secrets.Add(code);
            await page.WaitForSelectorAsync("#answer[data-answer]", new() { State = WaitForSelectorState.Visible });
            Assert.Equal(expected, await page.GetAttributeAsync("#answer", "data-answer"));
            Assert.DoesNotContain(code, page.Url, StringComparison.Ordinal);
            Assert.Contains("Айгүл", await page.InnerTextAsync("#answer"), StringComparison.Ordinal);
            Assert.True((await scanned).Ok);
            // The next phone is to know of it, and phones are told by the tally, which is written once a second.
            await SeatCheck.UntilAsync(async () => (await site.Get<Rosters>().TallyAsync("puppets", CancellationToken.None))!.Tally.Inside == 2, "the tally");
        }
    }

    private async Task SeeTheCapacityAsync()
    {
        var links = site.Get<OrganizerLinks>();
        var link = await links.CreateAsync(EmailAddress.Parse(TestSettings.Organizer)!, reusable: false, TimeSpan.FromMinutes(15), CancellationToken.None);
        await using var context = await TestBrowser.NewContextAsync(new() { JavaScriptEnabled = false, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(links.AddressOf(link));
        await page.ClickAsync("#sign-in button");
        secrets.Add(links.TokenOf(link));
        secrets.AddRange((await context.CookiesAsync()).Select(cookie => cookie.Value).Where(value => value.Length > 10));
        var end = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5);
        string row;
        do
        {
            await page.GotoAsync($"{site.Address}organizer/capacity");
            row = await page.Locator("tr", new() { HasText = "puppets" }).First.InnerTextAsync();
        }
        while (!IsCounted(row) && TimeProvider.System.GetUtcNow() < end);
        Assert.True(IsCounted(row), row);
    }

    // Addresses that are wrong, old or typed by hand end in telemetry as easily as good ones.
    private async Task LoseTheWayAsync()
    {
        var registration = Assert.Single(await SeatCheck.RowsAsync<Registration>(site, "puppets", Registration.Prefix));
        var token = registration.Token(1)!;
        secrets.AddRange([registration.ShortCode, token, token[..40]]);
        var key = secrets.Single(secret => secret == registration.PageKey(1).Text);
        foreach (var path in (string[])[$"/tickets/{key}.pdf", $"/tickets/{key}.ics", $"/en/tickets/{key}?from=aigul@example.org", $"/en/tickets/{key}/nowhere", "/Айгүл/aigul@example.org"])
            (await site.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();
        await new TestGuest("aigul@example.org", 2).RegisterAsync(site, "puppets");
        await new TestGuest("aigul@example.org", 99).RegisterAsync(site, "puppets");
    }

    private async Task FindNothingPersonalAsync()
    {
        site.Get<ILogger<WholeDayTests>>().LogWarning("The day is over.");
        foreach (var span in (string[])["slot group", "mail follow-up", "{lang:regex(^(kk|ru|en)$)}/tickets/{key}"])
            await collector.UntilAsync(site, TestCollector.Traces, span);
        foreach (var measure in (string[])[Measures.Registrations, Measures.SeatsLeft, Measures.GroupSize, Measures.Mails, Measures.Scans, Measures.SyncAge])
            await collector.UntilAsync(site, TestCollector.Measures, measure);
        await collector.UntilAsync(site, TestCollector.Logs, "The day is over.");
        Assert.All(secrets, secret => Assert.True(collector.SignalsWith(secret) is [], $"{secret} was told in {string.Join(", ", collector.SignalsWith(secret))}"));
    }

    private static bool IsCounted(string row) => row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word == "2") >= 2;
}
