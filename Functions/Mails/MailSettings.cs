using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;
using Esik.Registrations;
using MimeKit;

namespace Esik.Mails;

/// <summary>How mails leave the house.</summary>
public enum MailerKind
{
    /// <summary>As files in a folder: for trying Esik at home.</summary>
    Folder,

    SendGrid,
    Smtp,
}

/// <summary>How a mail server is spoken to.</summary>
public enum SmtpSecurity
{
    /// <summary>In clear, then TLS by STARTTLS; a server without it is refused. Usual on port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte. Usual on port 465.</summary>
    Tls,

    /// <summary>In clear: on the same machine only.</summary>
    None,
}

/// <summary>Who sends the festival's mails, and how.</summary>
[Settings]
public sealed class MailSettings : IValidatableObject
{
    /// <summary>Which way mails go.</summary>
    [Description("Example: SendGrid")]
    public MailerKind Mailer { get; set; } = MailerKind.Folder;

    /// <summary>The address that mails come from. A provider must know it as a verified sender.</summary>
    [Description("Example: tickets@example.org")]
    public string MailFrom { get; set; } = "";

    /// <summary>The name that mails come from; without it the festival's own name.</summary>
    [Description("Example: Art Energy Almaty")]
    public string MailFromName { get; set; } = "";

    /// <summary>Where answers go; without it to the sender.</summary>
    [Description("Example: team@example.org")]
    public string MailReplyTo { get; set; } = "";

    /// <summary>The key of a SendGrid account, with the right to send mail and no other. A secret: in Azure a Key Vault reference.</summary>
    [Description("Example: SG.xxxxxxxxxxxxxxxx")]
    public string SendGridApiKey { get; set; } = "";

    /// <summary>Where SendGrid answers; EU accounts have another host.</summary>
    [Description("Example: https://api.sendgrid.com")]
    public string SendGridHost { get; set; } = "https://api.sendgrid.com";

    [Description("Example: smtp.example.org")]
    public string SmtpHost { get; set; } = "";

    [Description("Example: 587")]
    [Range(1, 65535, ErrorMessage = "must be 1 to 65535.")]
    public int SmtpPort { get; set; } = 587;

    /// <summary>Empty: the server asks for no sign-in.</summary>
    [Description("Example: tickets@example.org")]
    public string SmtpUser { get; set; } = "";

    /// <summary>A secret.</summary>
    [Description("Example: the mailbox's own password")]
    public string SmtpPassword { get; set; } = "";

    [Description("Example: StartTls, or Tls for port 465")]
    public SmtpSecurity SmtpSecurity { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Where the folder mailer puts its files.</summary>
    [Description("Example: .local/mail")]
    public string MailFolder { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => (Mailer switch
    {
        MailerKind.Folder => Folder(),
        MailerKind.SendGrid => [.. Sender(), .. SendGrid()],
        MailerKind.Smtp => [.. Sender(), .. Smtp()],
        _ => [Wrong("must be one of Folder, SendGrid, Smtp.", nameof(Mailer))],
    }).Concat(MailReplyTo.Length == 0 || IsAddress(MailReplyTo) ? [] : [Wrong("must be one e-mail address.", nameof(MailReplyTo))]);

    private IEnumerable<ValidationResult> Folder()
    {
        if (MailFolder.Length == 0)
            yield return Wrong("is missing: mails go to a folder (Mailer is Folder).", nameof(MailFolder));
        if (MailFrom.Length > 0 && !IsAddress(MailFrom))
            yield return Wrong("must be one e-mail address.", nameof(MailFrom));
    }

    private IEnumerable<ValidationResult> Sender()
    {
        if (MailFrom.Length == 0)
            yield return Wrong($"is missing: mails go by {Mailer}.", nameof(MailFrom));
        else if (!IsAddress(MailFrom))
            yield return Wrong("must be one e-mail address.", nameof(MailFrom));
    }

    private IEnumerable<ValidationResult> SendGrid()
    {
        if (SendGridApiKey.Length == 0)
            yield return Wrong("is missing: mails go by SendGrid.", nameof(SendGridApiKey));
        else if (SendGridApiKey.Any(letter => letter is <= ' ' or > '~'))
            yield return Wrong("has characters that no key has.", nameof(SendGridApiKey));
        if (!Uri.TryCreate(SendGridHost, UriKind.Absolute, out var host) || host.AbsolutePath != "/" || !(host.Scheme == "https" || (host.Scheme == "http" && host.IsLoopback)))
            yield return Wrong("must be an https address without a path.", nameof(SendGridHost));
    }

    private IEnumerable<ValidationResult> Smtp()
    {
        if (SmtpHost.Length == 0)
            yield return Wrong("is missing: mails go by SMTP.", nameof(SmtpHost));
        if (!Enum.IsDefined(SmtpSecurity))
            yield return Wrong("must be one of StartTls, Tls, None.", nameof(SmtpSecurity));
        else if (SmtpSecurity == SmtpSecurity.None && SmtpHost.Length > 0 && !IsThisMachine(SmtpHost))
            yield return Wrong("may be None on this machine only: guests' data may not travel in clear.", nameof(SmtpSecurity));
        if (SmtpUser.Length > 0 && SmtpPassword.Length == 0)
            yield return Wrong("is missing: SmtpUser is set.", nameof(SmtpPassword));
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    // A domain that is written in ASCII (xn--…) is read into its own letters, and is one address all the same.
    private static bool IsAddress(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && (mailbox.Address == text || EmailAddress.Parse(text) is not null) && text.Contains('@', StringComparison.Ordinal);

    private static ValidationResult Wrong(string what, string setting) => new(what, [setting]);
}
