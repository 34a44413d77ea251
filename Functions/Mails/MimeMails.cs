using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Esik.Mails;

/// <summary>A mail in the form that mail servers and mail programs speak.</summary>
public static class MimeMails
{
    /// <summary>Reads an address as mail programs do. Null for anything that is not exactly one address: such a mail cannot go anywhere.</summary>
    public static MailboxAddress? Mailbox(string name, string address) =>
        MailboxAddress.TryParse(address, out var mailbox) && mailbox.Address == address && mailbox.Domain.Length > 0
            ? new MailboxAddress(Encoding.UTF8, name, address)
            : null;

    /// <summary>The whole message in seven-bit form, which any server on the way passes on unharmed.</summary>
    public static MimeMessage Build(Mail mail, MailboxAddress from, MailboxAddress to, MailboxAddress? replyTo, DateTimeOffset now)
    {
        var message = new MimeMessage { MessageId = mail.MessageId, Date = now, Subject = mail.Subject, Body = Body(mail) };
        message.From.Add(from);
        message.To.Add(to);
        if (replyTo is not null)
            message.ReplyTo.Add(replyTo);
        // Tells holiday responders that nobody reads an answer to this mail.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private static MimeEntity Body(Mail mail)
    {
        MimeEntity body = new MultipartAlternative { Text(TextFormat.Plain, mail.Text), Html(mail) };
        if (mail.Files.Count == 0)
            return body;
        var mixed = new Multipart("mixed") { body };
        foreach (var file in mail.Files)
            mixed.Add(Part(file.MediaType, file.Name, file.Content, new ContentDisposition(ContentDisposition.Attachment)));
        return mixed;
    }

    private static MimeEntity Html(Mail mail)
    {
        var html = Text(TextFormat.Html, mail.Html);
        if (mail.Pictures.Count == 0)
            return html;
        var related = new MultipartRelated { html };
        foreach (var picture in mail.Pictures)
        {
            var part = Part(picture.MediaType, picture.Name, picture.Content, new ContentDisposition(ContentDisposition.Inline));
            part.ContentId = picture.ContentId;
            related.Add(part);
        }
        return related;
    }

    private static TextPart Text(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static MimePart Part(string mediaType, string name, byte[] content, ContentDisposition disposition) => new(ContentType.Parse(mediaType))
    {
        Content = new MimeContent(new MemoryStream(content)),
        ContentDisposition = disposition,
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = name,
    };
}
