using Esik.Languages;

namespace Esik.Organizers;

/// <summary>What a sign-in link is worth.</summary>
public enum LinkAnswer
{
    Good,

    /// <summary>Not ours, or long forgotten.</summary>
    Unknown,
    Expired,

    /// <summary>It signed somebody in already.</summary>
    Used,
}

/// <summary>A link that signs an organizer in. What is mailed is not stored: it is made from this row and the festival's secret.</summary>
/// <param name="Email">Whom it signs in; null when the address that asked is on no list. Such a row only makes both cases take the same time.</param>
/// <param name="Expires">UTC; exclusive.</param>
/// <param name="Reusable">Made by whoever runs the machine, for any number of sign-ins. The address need not be on the list.</param>
/// <param name="Language">In which language the mail is written.</param>
/// <param name="ReturnPath">Where to go after signing in; always a path that <see cref="Organizers.ReturnPath"/> let through.</param>
/// <param name="UsedBy">The session that it started.</param>
/// <param name="MailedAt">When its mail went, UTC: it goes once.</param>
public sealed record OrganizerLink(
    string Id, string? Email, DateTimeOffset Expires, bool Reusable, Language Language, string ReturnPath, string? UsedBy = null, DateTimeOffset? UsedAt = null,
    DateTimeOffset? MailedAt = null)
{
    /// <summary>How long a mailed link may be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long the very same form may be sent again, because its answer may have been lost on the way.</summary>
    public static readonly TimeSpan RepeatableFor = TimeSpan.FromMinutes(2);

    /// <summary>Whether the link could start some session now. Looking uses nothing up: mail scanners follow links.</summary>
    public LinkAnswer Look(DateTimeOffset now) => this switch
    {
        { Email: null } => LinkAnswer.Unknown,
        { Reusable: false, UsedBy: not null } => LinkAnswer.Used,
        _ => now < Expires ? LinkAnswer.Good : LinkAnswer.Expired,
    };

    /// <summary>Whether the link may start this session now. The session that it started a moment ago may be started again.</summary>
    public LinkAnswer Use(string session, DateTimeOffset now) =>
        UsedBy == session && now < UsedAt + RepeatableFor ? LinkAnswer.Good : Look(now);
}
