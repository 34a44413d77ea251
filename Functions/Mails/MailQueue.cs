using Esik.Hosting;

namespace Esik.Mails;

/// <summary>The queue of intents.</summary>
public sealed class MailQueue(EsikStorage storage)
{
    private static readonly TimeSpan DelayMax = TimeSpan.FromDays(1);

    /// <summary>Sends an intent that shows itself after <paramref name="delay"/>, at least a second and at most a day from now.</summary>
    public async Task SendAsync(MailIntent intent, TimeSpan delay, CancellationToken stop)
    {
        var seconds = Math.Clamp(Math.Ceiling(delay.TotalSeconds), 1, DelayMax.TotalSeconds);
        await storage.Mails.SendMessageAsync(intent.ToJson(), TimeSpan.FromSeconds(seconds), cancellationToken: stop);
    }

    /// <summary>About how many messages failed five times and were set aside: each is a mail that nobody will send without a person.</summary>
    public async Task<int> PoisonedAsync(CancellationToken stop) =>
        (await storage.Queue(Queues.Poison(Queues.Mails)).GetPropertiesAsync(stop)).Value.ApproximateMessagesCount;
}
