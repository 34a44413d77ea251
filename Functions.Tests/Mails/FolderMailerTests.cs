using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Esik.Mails.Tests;

public sealed class FolderMailerTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "esik-mail-" + Path.GetRandomFileName());
    private readonly FakeTimeProvider clock = new(new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero));

    private FolderMailer Mailer => new(new MailSettings { MailFolder = folder }, clock);

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private MimeMessage Read(string name) => MimeMessage.Load(Path.Combine(folder, name));

    [Fact]
    public async Task A_mail_is_a_file_that_a_mail_program_reads()
    {
        Assert.Equal(MailOutcome.Sent, (await Mailer.SendAsync(SampleMail.New(), CancellationToken.None)).Outcome);

        var name = Assert.Single(Files());
        Assert.Equal("20270918T120000000-b1.0123456789abcdef.ticket@festival.example.eml", name);
        using var message = Read(name);
        Assert.Equal("b1.0123456789abcdef.ticket@festival.example", message.MessageId);
        Assert.Equal("Саз: билетіңіз дайын", message.Subject);
        var to = Assert.Single(message.To.Mailboxes);
        Assert.Equal(("Айгүл", "aigul@example.org"), (to.Name, to.Address));
        Assert.Equal("Art Energy Almaty", message.From.Mailboxes.Single().Name);
        Assert.Equal("Сәлем!", message.TextBody!.Trim());
        Assert.Contains("cid:qr", message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_picture_is_inline_and_the_calendar_attached()
    {
        await Mailer.SendAsync(SampleMail.New(), CancellationToken.None);

        using var message = Read(Files()[0]);
        var picture = (MimePart)message.BodyParts.Single(part => part.ContentId == "qr");
        Assert.Equal("inline", picture.ContentDisposition!.Disposition);
        Assert.Equal("image/png", picture.ContentType.MimeType);
        Assert.Equal(SampleMail.Png, Content(picture));
        var calendar = (MimePart)Assert.Single(message.Attachments);
        Assert.Equal("билет.ics", calendar.FileName);
        Assert.Equal(("text/calendar", "PUBLISH"), (calendar.ContentType.MimeType, calendar.ContentType.Parameters["method"]));
    }

    [Theory]
    [MemberData(nameof(SampleMail.Nasty), MemberType = typeof(SampleMail))]
    public async Task No_name_or_title_breaks_out_of_its_header(string nasty)
    {
        var mail = SampleMail.New(nasty, "Билет: " + nasty) with { FromName = nasty };
        await Mailer.SendAsync(mail, CancellationToken.None);

        using var message = Read(Assert.Single(Files()));
        var to = Assert.Single(message.To.Mailboxes);
        Assert.Equal((MailLine.Of(nasty), "aigul@example.org"), (to.Name, to.Address));
        Assert.Equal(MailLine.Of("Билет: " + nasty), message.Subject);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain(message.Headers, header => header.Field.StartsWith("X-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Сәлем!", message.TextBody!.Trim());
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, Files()[0]));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 998));
    }

    [Fact]
    public async Task The_same_message_twice_is_one_file_even_after_a_restart()
    {
        await Mailer.SendAsync(SampleMail.New(), CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(3));

        var restarted = Mailer;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => restarted.SendAsync(SampleMail.New(), CancellationToken.None)));
        await restarted.SendAsync(SampleMail.New(messageId: "b2.0123456789abcdef.ticket@festival.example"), CancellationToken.None);

        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task Files_sort_by_time()
    {
        var mailer = Mailer;
        await mailer.SendAsync(SampleMail.New(messageId: "z.1@x.example"), CancellationToken.None);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await mailer.SendAsync(SampleMail.New(messageId: "a.2@x.example"), CancellationToken.None);

        Assert.EndsWith("z.1@x.example.eml", Files()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_reason_to_wait()
    {
        await File.WriteAllTextAsync(folder, "in the way");
        var mailer = Mailer;
        Assert.Equal(MailOutcome.Later, (await mailer.SendAsync(SampleMail.New(), CancellationToken.None)).Outcome);
        File.Delete(folder);
        Assert.Equal(MailOutcome.Sent, (await mailer.SendAsync(SampleMail.New(), CancellationToken.None)).Outcome);
        Assert.Single(Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("Name <a@b.example>")]
    public async Task What_is_no_single_address_is_refused(string address)
    {
        var answer = await Mailer.SendAsync(SampleMail.New() with { ToAddress = address }, CancellationToken.None);
        Assert.Equal(MailOutcome.Refused, answer.Outcome);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_mails()
    {
        if (OperatingSystem.IsWindows())
            return;
        await Mailer.SendAsync(SampleMail.New(), CancellationToken.None);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, Files()[0])));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    private static byte[] Content(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return content.ToArray();
    }
}
