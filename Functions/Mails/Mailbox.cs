using MimeKit;

namespace Esik.Mails;

/// <summary>A mail in the mailbox's list.</summary>
/// <param name="Id">The file's name without its ending.</param>
public sealed record MailboxEntry(string Id, string To, string Subject, DateTimeOffset Date);

/// <summary>A mail as the mailbox shows it. Pictures are data addresses, by which any page may show them.</summary>
public sealed record MailboxMail(MailboxEntry Entry, string Text, string Html, IReadOnlyList<string> Pictures, IReadOnlyList<MailFile> Files);

/// <summary>Reads the files that <see cref="FolderMailer"/> wrote.</summary>
public sealed class Mailbox(MailSettings settings)
{
    /// <summary>More than a person looks through.</summary>
    public const int EntriesMax = 200;

    private const string Ending = ".eml";

    public string Folder => settings.MailFolder;

    /// <summary>The newest mails, the newest first.</summary>
    public async Task<IReadOnlyList<MailboxEntry>> ListAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Folder))
            return [];
        var entries = new List<MailboxEntry>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*" + Ending).OrderByDescending(Path.GetFileName, StringComparer.Ordinal).Take(EntriesMax))
        {
            using var message = await MimeMessage.LoadAsync(file, stop);
            entries.Add(Entry(Path.GetFileNameWithoutExtension(file), message));
        }
        return entries;
    }

    /// <summary>Null when there is no such mail. Takes any text.</summary>
    public async Task<MailboxMail?> FindAsync(string id, CancellationToken stop)
    {
        if (FileOf(id) is not { } file)
            return null;
        using var message = await MimeMessage.LoadAsync(file, stop);
        var pictures = message.BodyParts.OfType<MimePart>().Where(part => part.ContentId is not null).ToDictionary(part => part.ContentId!, DataAddress);
        var html = pictures.Aggregate(message.HtmlBody ?? "", (text, picture) => text.Replace("cid:" + picture.Key, picture.Value, StringComparison.Ordinal));
        var files = message.Attachments.OfType<MimePart>().Select(part => new MailFile(part.FileName ?? "file", part.ContentType.MimeType, Content(part)));
        return new(Entry(id, message), message.TextBody ?? "", html, [.. pictures.Values], [.. files]);
    }

    /// <summary>The file of a mail; null when there is none. A name that leads anywhere else is none.</summary>
    public string? FileOf(string id)
    {
        var file = Path.Combine(Folder, id + Ending);
        return id.Length > 0 && Path.GetFileName(file) == id + Ending && File.Exists(file) ? file : null;
    }

    private static MailboxEntry Entry(string id, MimeMessage message) =>
        new(id, message.To.Mailboxes.FirstOrDefault()?.Address ?? "", message.Subject ?? "", message.Date);

    private static string DataAddress(MimePart part) => $"data:{part.ContentType.MimeType};base64,{Convert.ToBase64String(Content(part))}";

    private static byte[] Content(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return content.ToArray();
    }
}
