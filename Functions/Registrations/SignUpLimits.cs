using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace Esik.Registrations;

/// <summary>Keeps one guest, or one machine, from crowding out the others. Addresses are kept as hashes, for a minute.</summary>
public sealed class SignUpLimits(SignUpSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> emails = Limiter(settings.SignUpsPerMinutePerEmail);
    private readonly PartitionedRateLimiter<string> requests = Limiter(settings.SignUpsPerMinutePerRequestId);
    private readonly PartitionedRateLimiter<string> addresses = Limiter(settings.SignUpsPerMinutePerAddress);

    /// <summary>Counts a post from a network address. Null lets it through; else the seconds to wait.</summary>
    public int? Address(string address) => Count(addresses, address);

    /// <summary>Counts a post of a guest. Null lets it through; else the seconds to wait.</summary>
    public int? Guest(SignUp signUp) => Count(emails, Hash(signUp.Email.Text)) ?? Count(requests, signUp.RequestId);

    public void Dispose()
    {
        emails.Dispose();
        requests.Dispose();
        addresses.Dispose();
    }

    private static int? Count(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 60;
    }

    private static PartitionedRateLimiter<string> Limiter(int perMinute) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
