using System.Collections.Concurrent;
using System.Globalization;
using MimeKit;

namespace Esik.Mails;

/// <summary>
/// Writes each mail as an <c>.eml</c> file that any mail program opens. A file is there whole or not at all, its name begins with the
/// time (UTC) and holds the Message-ID; a mail whose Message-ID is there already is not written again. One process per folder.
/// </summary>
public sealed class FolderMailer(MailSettings settings, TimeProvider clock) : IMailer
{
    private const string Ending = ".eml";

    // Nobody gave a sender for mails that never leave the machine.
    private const string SenderAtHome = "esik@localhost";

    // Read once: looking through the folder for each mail would make a thousand mails a million steps.
    private readonly Lazy<ConcurrentDictionary<string, bool>> written = new(() => Written(settings.MailFolder));

    public async Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop)
    {
        if (MimeMails.Mailbox(mail.ToName, mail.ToAddress) is not { } to)
            return MailAnswer.Refused("The address is not an e-mail address.");
        var from = new MailboxAddress(System.Text.Encoding.UTF8, mail.FromName, settings.MailFrom.Length > 0 ? settings.MailFrom : SenderAtHome);
        var replyTo = settings.MailReplyTo.Length > 0 ? new MailboxAddress("", settings.MailReplyTo) : null;
        var now = clock.GetUtcNow();
        var id = FileSafe(mail.MessageId);
        if (!written.Value.TryAdd(id, true))
            return MailAnswer.Sent;
        using var message = MimeMails.Build(mail, from, to, replyTo, now);
        try
        {
            await WriteAsync(message, $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}-{id}{Ending}", stop);
            return MailAnswer.Sent;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            written.Value.TryRemove(id, out _);
            return MailAnswer.Later("The mail folder cannot be written: " + full.GetType().Name);
        }
        catch
        {
            written.Value.TryRemove(id, out _);
            throw;
        }
    }

    // Mails hold names and tickets: only the user who runs Esik may read them.
    private async Task WriteAsync(MimeMessage message, string name, CancellationToken stop)
    {
        MakeFolder(settings.MailFolder);
        var unfinished = Path.Combine(settings.MailFolder, Path.GetRandomFileName() + ".part");
        try
        {
            await using (var file = new FileStream(unfinished, Options()))
                await message.WriteToAsync(FormatOptions.Default, file, stop);
            File.Move(unfinished, Path.Combine(settings.MailFolder, name));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static ConcurrentDictionary<string, bool> Written(string folder)
    {
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Ending) : [];
        return new(names.Select(file => KeyValuePair.Create(IdOf(Path.GetFileNameWithoutExtension(file)), true)).DistinctBy(pair => pair.Key));
    }

    private static string IdOf(string name) => name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static string FileSafe(string messageId) =>
        string.Concat(messageId.Take(120).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '@' ? letter : '_'));
}
