using System.Net;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Esik.Mails.Tests;

/// <summary>Mails from end to end: a whole site with its queue runner, its folder, and the mailbox in the browser.</summary>
public sealed class MailboxTests
{
    private static Task<TestSite> StartAsync(Dictionary<string, string?>? settings = null) => TestSite.StartAsync(new()
    {
        Clock = new FakeTimeProvider(MailDay.Noon),
        Settings = settings ?? new() { ["DevPages"] = "true" },
        Configure = services => services.AddSingleton<IProgrammes>(new FixedProgrammes { Current = MailDay.Programme() }),
    });

    private static async Task<string> PutAsync(TestSite site)
    {
        await site.Get<IMailer>().SendAsync(SampleMail.New(subject: "Сәлем <b>\"дос\"</b>") with { Text = "See https://x.example/a?b=c\nbye\n" }, CancellationToken.None);
        return "/dev/mailbox/" + Uri.EscapeDataString(Path.GetFileNameWithoutExtension(Directory.GetFiles(site.MailFolder).Single()));
    }

    [Fact]
    public async Task A_ticket_lies_in_the_folder_within_three_seconds_of_the_sign_up()
    {
        await using var site = await StartAsync();
        await site.Get<SlotTable>().CreateLedgerAsync("clay", 200, CancellationToken.None);
        var email = EmailAddress.Parse("aigul@example.org")!;
        var signUp = new SignUp("Айгүл", email, 2, Languages.Language.Kazakh, "request-0123456789");

        var answer = await site.Get<RegistrationDesk>().RegisterAsync(MailDay.Clay, signUp, CancellationToken.None);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!Directory.Exists(site.MailFolder) || Directory.GetFiles(site.MailFolder, "*.eml").Length == 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(3), "The mail is late.");
            await Task.Delay(20);
        }

        using var message = await MimeMessage.LoadAsync(Directory.GetFiles(site.MailFolder, "*.eml").Single());
        var picture = (MimePart)message.BodyParts.Single(part => part.ContentId == "qr");
        using var png = new MemoryStream();
        picture.Content!.DecodeTo(png);
        Assert.Equal(answer!.Registration.Token(40), QrReader.ReadPng(png.ToArray()));
    }

    [Fact]
    public async Task The_mailbox_shows_a_mail_with_its_links_its_picture_and_its_files()
    {
        await using var site = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(new Uri("dev/mailbox", UriKind.Relative))).StatusCode);
        var address = await PutAsync(site);

        var list = await site.Client.GetStringAsync(new Uri("dev/mailbox", UriKind.Relative));
        Assert.Contains($"href=\"{address}\"", list, StringComparison.Ordinal);
        Assert.Contains("Сәлем &lt;b&gt;", list, StringComparison.Ordinal);
        var mail = await site.Client.GetStringAsync(new Uri(address, UriKind.Relative));
        Assert.Contains("<a href=\"https://x.example/a?b=c\">", mail, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,", mail, StringComparison.Ordinal);
        using var html = await site.Client.GetAsync(new Uri(address + "/html", UriKind.Relative));
        Assert.StartsWith("sandbox;", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("cid:", await html.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var message = await MimeMessage.LoadAsync(await site.Client.GetStreamAsync(new Uri(address + "/message.eml", UriKind.Relative)));
        Assert.Equal("b1.0123456789abcdef.ticket@festival.example", message.MessageId);
        Assert.Contains("VCALENDAR", await site.Client.GetStringAsync(new Uri(address + "/files/" + Uri.EscapeDataString("билет.ics"), UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_can_read_the_mailbox_and_a_ticket_mail()
    {
        await using var site = await StartAsync();
        await site.Get<SlotTable>().CreateLedgerAsync("clay", 200, CancellationToken.None);
        var signUp = new SignUp("Айгүл", EmailAddress.Parse("aigul@example.org")!, 2, Languages.Language.Kazakh, "request-0123456789");
        await site.Get<RegistrationDesk>().RegisterAsync(MailDay.Clay, signUp, CancellationToken.None);
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(site) == 1, "the mail");
        var mail = "dev/mailbox/" + Uri.EscapeDataString(Path.GetFileNameWithoutExtension(Directory.GetFiles(site.MailFolder).Single()));
        await using var context = await TestBrowser.NewContextAsync(new() { ViewportSize = new() { Width = 360, Height = 740 } });
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "dev/mailbox", mail })
        {
            await page.GotoAsync(new Uri(site.Address, path).AbsoluteUri);
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{path}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
        }
        // The letter's own page lies in a sandbox without script, where axe cannot run, so the letter is laid on an empty page.
        // A mail has no landmarks: only what WCAG asks for counts.
        var letter = await context.NewPageAsync();
        await letter.SetContentAsync(await site.Client.GetStringAsync(new Uri(mail + "/html", UriKind.Relative)));
        var inLetter = await letter.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa"] } });
        Assert.True(inLetter.Violations.Length == 0, string.Join("; ", inLetter.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}")));
    }

    [Theory]
    [InlineData("DevPages", "false")]
    [InlineData("PublicUrl", "https://tickets.example.org")]
    public async Task The_mailbox_exists_at_home_only(string setting, string value)
    {
        await using var site = await StartAsync(new() { ["DevPages"] = "true", [setting] = value });
        var address = await PutAsync(site);
        Assert.All(["/dev/mailbox", address, address + "/html", address + "/message.eml", address + "/files/x"], path =>
            Assert.Equal(HttpStatusCode.NotFound, site.Client.GetAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult().StatusCode));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("..")]
    [InlineData("*")]
    public async Task A_name_that_is_no_mail_is_not_found(string id)
    {
        await using var site = await StartAsync();
        foreach (var rest in new[] { "", "/html", "/message.eml" })
            Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(new Uri(site.Address + "dev/mailbox/" + id + rest, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))).StatusCode);
    }
}
