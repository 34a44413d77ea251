using System.Text;
using MimeKit;

namespace Esik.Mails.Tests;

public sealed class SmtpMailerTests : IAsyncLifetime
{
    private SmtpStandIn server = null!;

    public Task InitializeAsync()
    {
        server = SmtpStandIn.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private Task<MailAnswer> SendAsync(Mail? mail = null, Action<MailSettings>? change = null)
    {
        var settings = new MailSettings { Mailer = MailerKind.Smtp, MailFrom = "tickets@festival.example", SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpSecurity = SmtpSecurity.None };
        change?.Invoke(settings);
        return new SmtpMailer(settings, TimeProvider.System).SendAsync(mail ?? SampleMail.New(), CancellationToken.None);
    }

    [Fact]
    public async Task A_mail_that_the_server_takes_is_sent_whole()
    {
        Assert.Equal(MailAnswer.Sent, await SendAsync());

        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Mails))));
        Assert.Equal("b1.0123456789abcdef.ticket@festival.example", message.MessageId);
        Assert.Equal("Саз: билетіңіз дайын", message.Subject);
        Assert.Equal("tickets@festival.example", message.From.Mailboxes.Single().Address);
        Assert.Contains(message.BodyParts, part => part.ContentId == "qr");
        Assert.Contains("RCPT TO:<aigul@example.org>", server.Commands);
    }

    [Fact]
    public async Task It_signs_in_when_it_has_a_user()
    {
        Assert.Equal(MailAnswer.Sent, await SendAsync(change: settings => (settings.SmtpUser, settings.SmtpPassword) = ("me", "secret")));
        Assert.Contains(server.Commands, command => command.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RCPT", "550 no such aigul@example.org", MailOutcome.Refused)]
    [InlineData("RCPT", "450 greylisted", MailOutcome.Later)]
    [InlineData("MAIL", "421 too busy", MailOutcome.Later)]
    [InlineData("MAIL", "553 not from you", MailOutcome.Refused)]
    [InlineData("DATA", "451 try again", MailOutcome.Later)]
    [InlineData("BODY", "552 too big", MailOutcome.Refused)]
    [InlineData("BODY", "452 disk full", MailOutcome.Later)]
    [InlineData("BODY", "554 spam", MailOutcome.Refused)]
    [InlineData("HELLO", "554 not today", MailOutcome.Later)]
    [InlineData("HELLO", "421 overloaded", MailOutcome.Later)]
    [InlineData("RCPT", "", MailOutcome.Later)]
    [InlineData("EHLO", "", MailOutcome.Later)]
    public async Task Each_refusal_of_the_server_has_its_answer(string command, string words, MailOutcome outcome)
    {
        server.Answers[command] = words;
        var answer = await SendAsync();
        Assert.Equal(outcome, answer.Outcome);
        Assert.DoesNotContain("aigul", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_our_trouble_not_the_mails()
    {
        server.Answers["AUTH"] = "535 wrong";
        var answer = await SendAsync(change: settings => (settings.SmtpUser, settings.SmtpPassword) = ("me", "secret"));
        Assert.Equal(MailOutcome.Later, answer.Outcome);
        Assert.DoesNotContain("secret", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_wanted_tls_gets_no_mail()
    {
        var answer = await SendAsync(change: settings => settings.SmtpSecurity = SmtpSecurity.StartTls);
        Assert.Equal(MailOutcome.Later, answer.Outcome);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_later() =>
        Assert.Equal(MailOutcome.Later, (await SendAsync(change: settings => settings.SmtpPort = 9)).Outcome);

    [Theory]
    [MemberData(nameof(SampleMail.Nasty), MemberType = typeof(SampleMail))]
    public async Task No_name_or_title_adds_a_header_or_a_recipient(string nasty)
    {
        Assert.Equal(MailOutcome.Sent, (await SendAsync(SampleMail.New(nasty, nasty))).Outcome);
        Assert.Single(server.Commands, command => command.StartsWith("RCPT", StringComparison.Ordinal));
        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Mails))));
        Assert.Equal(MailLine.Of(nasty), message.Subject);
        Assert.Equal(MailLine.Of(nasty), message.To.Mailboxes.Single().Name);
        Assert.Empty(message.Bcc);
    }
}
