using System.Threading.RateLimiting;

namespace Esik.Hosting;

/// <summary>Counts in fixed windows of a minute, for each key by itself, in this process.</summary>
public sealed class PerMinute(int permits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Null lets it through; else the seconds to wait.</summary>
    /// <param name="count">At most the permits of a minute.</param>
    public int? SecondsToWait(string key, int count = 1)
    {
        using var lease = limiter.AttemptAcquire(key, count);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 60;
    }

    public void Dispose() => limiter.Dispose();
}
