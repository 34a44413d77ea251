using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SendGrid;
using SendGrid.Helpers.Mail;
using SendGridAddress = SendGrid.Helpers.Mail.EmailAddress;

namespace Esik.Mails;

/// <summary>
/// Sends by SendGrid's official client. The client's own retries are off: the outbox knows better what was sent, and when to come again.
/// Tracking is off: no pixels, no links through somebody else's server.
/// </summary>
public sealed class SendGridMailer : IMailer
{
    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly MailSettings settings;
    private readonly TimeProvider clock;
    private readonly TimeSpan timeout;
    private readonly SendGridClient client;

    public SendGridMailer(MailSettings settings, TimeProvider clock, TimeSpan? timeout = null)
    {
        (this.settings, this.clock, this.timeout) = (settings, clock, timeout ?? Timeout);
        client = new SendGridClient(new SendGridClientOptions { ApiKey = settings.SendGridApiKey, Host = settings.SendGridHost.TrimEnd('/') });
    }

    public async Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop)
    {
        if (MimeMails.Mailbox(mail.ToName, mail.ToAddress) is null)
            return MailAnswer.Refused("The address is not an e-mail address.");
        using var patience = new CancellationTokenSource(timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await AnswerAsync(await client.SendEmailAsync(Message(mail), ended.Token), mail, ended.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return MailAnswer.Later("SendGrid did not answer in time.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException)
        {
            return MailAnswer.Later("SendGrid cannot be reached.");
        }
    }

    private SendGridMessage Message(Mail mail)
    {
        var message = MailHelper.CreateSingleEmail(
            new SendGridAddress(settings.MailFrom, mail.FromName.Length > 0 ? mail.FromName : null),
            new SendGridAddress(mail.ToAddress, mail.ToName.Length > 0 ? mail.ToName : null),
            mail.Subject,
            mail.Text,
            mail.Html);
        if (settings.MailReplyTo.Length > 0)
            message.SetReplyTo(new SendGridAddress(settings.MailReplyTo));
        message.AddHeader("Message-ID", $"<{mail.MessageId}>");
        message.AddHeader("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.Arguments)
            message.AddCustomArg(name, value);
        foreach (var picture in mail.Pictures)
            message.AddAttachment(picture.Name, Convert.ToBase64String(picture.Content), picture.MediaType, "inline", picture.ContentId);
        foreach (var file in mail.Files)
            message.AddAttachment(file.Name, Convert.ToBase64String(file.Content), file.MediaType, "attachment");
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        message.SetSubscriptionTracking(false);
        return message;
    }

    private async Task<MailAnswer> AnswerAsync(Response response, Mail mail, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode)
            return MailAnswer.Sent;
        var status = response.StatusCode;
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500)
            return MailAnswer.Later($"SendGrid answered {(int)status}.", RetryAfter(response.Headers));
        var reason = $"SendGrid answered {(int)status}. {Said(await response.Body.ReadAsStringAsync(stop), mail)}";
        // A wrong key or an unverified sender is our account's fault, not the mail's: whoever mends it within days gets every mail out.
        return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? MailAnswer.Later(reason) : MailAnswer.Refused(reason);
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders? headers) => headers?.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    // The provider's own words, without anything that must not stand on a page or in a row: our key, the guest's address and name.
    private string Said(string body, Mail mail)
    {
        var words = Messages(body).Replace(settings.SendGridApiKey, "…", StringComparison.Ordinal).Replace(mail.ToAddress, "…", StringComparison.OrdinalIgnoreCase);
        return mail.ToName.Length > 0 ? words.Replace(mail.ToName, "…", StringComparison.OrdinalIgnoreCase) : words;
    }

    private static string Messages(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return string.Join(" ", answer.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString()));
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "";
        }
    }
}
