using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace Esik.Organizers;

/// <summary>Keeps the organizers' mailboxes from being filled with links. Addresses are kept as hashes, for as long as they are counted.</summary>
public sealed class SignInLimits(OrganizerSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> addresses = Limiter(settings.SignInLinksPerMinutePerAddress, TimeSpan.FromMinutes(1));
    private readonly PartitionedRateLimiter<string> emails = Limiter(settings.SignInLinksPerHourPerEmail, TimeSpan.FromHours(1));

    /// <summary>Counts a request from a network address. Null lets it through; else the seconds to wait.</summary>
    public int? Address(string address) => Count(addresses, address);

    /// <summary>Counts a request for an e-mail address, listed or not. Null lets it through; else the seconds to wait.</summary>
    public int? Email(string email) => Count(emails, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email))));

    public void Dispose()
    {
        addresses.Dispose();
        emails.Dispose();
    }

    private static int? Count(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 60;
    }

    private static PartitionedRateLimiter<string> Limiter(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = window,
            QueueLimit = 0,
        }));
}
