namespace Esik.Mails;

/// <summary>What became of a mail that was handed to a mailer.</summary>
public enum MailOutcome
{
    /// <summary>The provider has taken it over.</summary>
    Sent,

    /// <summary>Not now: the provider is busy or out of reach, or our account with it needs mending. The same mail may go later.</summary>
    Later,

    /// <summary>Never: the provider will not take this mail.</summary>
    Refused,
}

public static class MailOutcomeWords
{
    /// <summary>The outcome in measures and traces.</summary>
    public static string Word(this MailOutcome outcome) => outcome switch
    {
        MailOutcome.Sent => "sent",
        MailOutcome.Later => "later",
        MailOutcome.Refused => "refused",
    };
}

/// <param name="Reason">For the organizer: what the provider said. No secrets and no addresses.</param>
/// <param name="After">How long the provider asked to be left alone.</param>
public sealed record MailAnswer(MailOutcome Outcome, string? Reason = null, TimeSpan? After = null)
{
    /// <summary>Longest reason in characters.</summary>
    public const int ReasonMax = 160;

    public static readonly MailAnswer Sent = new(MailOutcome.Sent);

    public static MailAnswer Later(string reason, TimeSpan? after = null) => new(MailOutcome.Later, Brief(reason), after);

    public static MailAnswer Refused(string reason) => new(MailOutcome.Refused, Brief(reason));

    // A reason stands in a row of bounded size, a hundred of them in one column, so it keeps only what JSON writes as one character.
    private static string Brief(string reason)
    {
        var plain = string.Concat(reason.Select(letter => char.IsLetterOrDigit(letter) || " .,:;()-/%…".Contains(letter, StringComparison.Ordinal) ? letter : ' '));
        return MailLine.Of(plain) is var line && line.Length > ReasonMax ? line[..(ReasonMax - 1)] + "…" : line;
    }
}

/// <summary>Hands mails to whoever carries them. Expected failures are answers; what is thrown is a bug, or the wish to stop.</summary>
public interface IMailer
{
    /// <summary>Sends one mail. A provider that did not answer may have taken it all the same: then the mail goes twice, with one Message-ID.</summary>
    Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop);
}
