namespace Esik.Mails;

/// <summary>How long mails wait before the next try.</summary>
public static class MailPatience
{
    /// <summary>A mail that could not be handed over by then is given up, counted from its event.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>From then on a mail that has not gone is the organizer's business.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(10);

    // Longest wait that a provider may ask for; a queue message lives seven days.
    private static readonly TimeSpan AskedMax = TimeSpan.FromHours(6);

    /// <summary>For what usually takes moments: 1, 2, 4 … 60 seconds.</summary>
    public static TimeSpan Growing(int tries) => TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Clamp(tries, 0, 6)));

    /// <summary>After a provider's "later": 15 s, 30 s, 1 min … 30 min, and never sooner than it asked.</summary>
    /// <param name="attempts">How often the mail was handed over in vain, at least 1.</param>
    public static TimeSpan AfterRefusal(int attempts, TimeSpan? asked)
    {
        var own = TimeSpan.FromSeconds(Math.Min(30 * 60, 15 * (1 << Math.Clamp(attempts - 1, 0, 10))));
        var theirs = asked is { } time && time < AskedMax ? time : asked is null ? TimeSpan.Zero : AskedMax;
        return own > theirs ? own : theirs;
    }
}
