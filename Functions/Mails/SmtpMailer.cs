using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Esik.Mails;

/// <summary>Sends by any mail server (MailKit). Each mail has a connection of its own: slow, but no state can go wrong between two mails.</summary>
public sealed class SmtpMailer(MailSettings settings, TimeProvider clock) : IMailer
{
    /// <summary>How long a whole mail may take, the connection included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop)
    {
        if (MimeMails.Mailbox(mail.ToName, mail.ToAddress) is not { } to)
            return MailAnswer.Refused("The address is not an e-mail address.");
        using var message = MimeMails.Build(mail, new MailboxAddress(Encoding.UTF8, mail.FromName, settings.MailFrom), to, ReplyTo(), clock.GetUtcNow());
        using var patience = new CancellationTokenSource(Timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(settings.SmtpHost, settings.SmtpPort, Security(settings.SmtpSecurity), ended.Token);
            if (settings.SmtpUser.Length > 0)
                await client.AuthenticateAsync(Encoding.UTF8, settings.SmtpUser, settings.SmtpPassword, ended.Token);
        }
        catch (Exception failure) when (IsOutside(failure, stop))
        {
            // Whatever the server says before it has seen the mail is about us, not about the mail.
            return MailAnswer.Later("The mail server did not let us in: " + Kind(failure));
        }
        return await SendAsync(client, message, ended.Token, stop);
    }

    private static async Task<MailAnswer> SendAsync(SmtpClient client, MimeMessage message, CancellationToken ended, CancellationToken stop)
    {
        try
        {
            await client.SendAsync(message, ended);
        }
        catch (SmtpCommandException refusal) when ((int)refusal.StatusCode >= 500)
        {
            return MailAnswer.Refused("The mail server refused the mail: " + Kind(refusal));
        }
        catch (NotSupportedException unable)
        {
            return MailAnswer.Refused("The mail server cannot carry this mail: " + Kind(unable));
        }
        catch (Exception failure) when (IsOutside(failure, stop))
        {
            return MailAnswer.Later("The mail server did not take the mail: " + Kind(failure));
        }
        // The server has the mail now; a failed goodbye changes nothing, and the connection is closed with the client.
        return MailAnswer.Sent;
    }

    private MailboxAddress? ReplyTo() => settings.MailReplyTo.Length > 0 ? new MailboxAddress("", settings.MailReplyTo) : null;

    private static bool IsOutside(Exception failure, CancellationToken stop) => failure switch
    {
        OperationCanceledException => !stop.IsCancellationRequested,
        CommandException or ProtocolException or IOException or SocketException or TimeoutException => true,
        AuthenticationException or SslHandshakeException or NotSupportedException or ServiceNotConnectedException => true,
        _ => false,
    };

    // The server's words may hold the guest's address, so only its number is told.
    private static string Kind(Exception failure) => failure switch
    {
        SmtpCommandException command => $"{(int)command.StatusCode} ({command.ErrorCode}).",
        OperationCanceledException => "no answer in time.",
        _ => failure.GetType().Name + ".",
    };

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
    };
}
