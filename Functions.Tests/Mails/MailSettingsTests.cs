using System.ComponentModel.DataAnnotations;

namespace Esik.Mails.Tests;

public class MailSettingsTests
{
    private static readonly MailSettings Folder = new() { MailFolder = "mail" };

    private static string[] Mistakes(MailSettings settings) => [.. settings.Validate(new ValidationContext(settings)).SelectMany(result => result.MemberNames)];

    private static MailSettings SendGrid(string key = "SG.x", string host = "https://api.sendgrid.com", string from = "a@b.example") =>
        new() { Mailer = MailerKind.SendGrid, MailFrom = from, SendGridApiKey = key, SendGridHost = host };

    private static MailSettings Smtp(string host = "mail.example", SmtpSecurity security = SmtpSecurity.StartTls, string user = "") =>
        new() { Mailer = MailerKind.Smtp, MailFrom = "a@b.example", SmtpHost = host, SmtpSecurity = security, SmtpUser = user };

    public static TheoryData<MailSettings, string> Cases => new()
    {
        { Folder, "" },
        { new MailSettings(), "MailFolder" },
        { new MailSettings { MailFolder = "mail", MailFrom = "nobody" }, "MailFrom" },
        { new MailSettings { MailFolder = "mail", MailReplyTo = "a@b.example,c@d.example" }, "MailReplyTo" },
        { new MailSettings { Mailer = (MailerKind)7 }, "Mailer" },
        { SendGrid(), "" },
        { SendGrid(key: ""), "SendGridApiKey" },
        { SendGrid(key: "two words"), "SendGridApiKey" },
        { SendGrid(from: ""), "MailFrom" },
        { SendGrid(from: "a@xn--80aa6a83a.kz"), "" },
        { SendGrid(from: "A <a@xn--80aa6a83a.kz>"), "MailFrom" },
        { SendGrid(host: "http://api.sendgrid.com"), "SendGridHost" },
        { SendGrid(host: "http://127.0.0.1:8080"), "" },
        { SendGrid(host: "nowhere"), "SendGridHost" },
        { Smtp(), "" },
        { Smtp(host: ""), "SmtpHost" },
        { Smtp(security: SmtpSecurity.None), "SmtpSecurity" },
        { Smtp(host: "localhost", security: SmtpSecurity.None), "" },
        { Smtp(user: "me"), "SmtpPassword" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wrong_setting_is_named(MailSettings settings, string mistake) =>
        Assert.Equal(mistake.Length == 0 ? [] : [mistake], Mistakes(settings));

    [Fact]
    public void No_message_shows_a_secret()
    {
        var settings = SendGrid(key: "SG.two words", host: "nowhere", from: "");
        Assert.DoesNotContain(settings.Validate(new ValidationContext(settings)), result => result.ErrorMessage!.Contains("two words", StringComparison.Ordinal));
    }
}
