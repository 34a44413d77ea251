using System.Collections.Concurrent;
using System.Diagnostics;
using Esik.Mails;

namespace Esik.Bench.Festivals;

/// <summary>Every mail that was handed over, by its receiver, as often as it was: the folder itself would hide a mail that goes twice.</summary>
public sealed class SentMails
{
    private readonly ConcurrentQueue<(string To, long At)> sent = new();

    public IReadOnlyList<string> Receivers => [.. sent.Select(mail => mail.To)];

    public int Count => sent.Count;

    /// <summary>Mails a second between the first and the last; 0 with fewer than two.</summary>
    public double PerSecond => sent.Count < 2 ? 0 : (sent.Count - 1) / Stopwatch.GetElapsedTime(sent.Min(mail => mail.At), sent.Max(mail => mail.At)).TotalSeconds;

    public void Add(string to) => sent.Enqueue((to, Stopwatch.GetTimestamp()));
}

/// <summary>The site's own mailer, with what it took over counted.</summary>
public sealed class CountedMailer(IMailer mailer, SentMails mails) : IMailer
{
    public async Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop)
    {
        var answer = await mailer.SendAsync(mail, stop);
        if (answer.Outcome == MailOutcome.Sent)
            mails.Add(mail.ToAddress);
        return answer;
    }
}
