using Esik.Languages;

namespace Esik.Mails;

/// <summary>One mail to one person, complete: whoever sends it needs to know nothing else. Names and subject are cleaned on the way in.</summary>
public sealed record Mail
{
    /// <summary>Globally unique, <c>left@right</c> without angle brackets. The same mail sent again bears the same one.</summary>
    public required string MessageId { get; init; }

    /// <summary>The name that the mail comes from. May be empty.</summary>
    public string FromName { get; init => field = MailLine.Of(value); } = "";

    /// <summary>One e-mail address.</summary>
    public required string ToAddress { get; init; }

    /// <summary>May be empty.</summary>
    public string ToName { get; init => field = MailLine.Of(value); } = "";

    public required Language Language { get; init; }

    public required string Subject { get; init => field = MailLine.Of(value); }

    public required string Html { get; init; }

    /// <summary>Says the same as <see cref="Html"/>.</summary>
    public required string Text { get; init; }

    /// <summary>Pictures that the HTML shows as <c>cid:{ContentId}</c>.</summary>
    public IReadOnlyList<MailPicture> Pictures { get; init; } = [];

    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>What a provider keeps beside the mail and reports back with its events. No personal data, no keys.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();
}

/// <param name="ContentId">Letters, digits and hyphens.</param>
/// <param name="Name">A file name.</param>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
public sealed record MailPicture(string ContentId, string Name, string MediaType, byte[] Content);

/// <param name="Name">A file name.</param>
/// <param name="MediaType">Such as <c>text/calendar; charset=utf-8; method=PUBLISH</c>.</param>
public sealed record MailFile(string Name, string MediaType, byte[] Content);
