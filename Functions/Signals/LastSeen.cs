using System.Collections.Concurrent;

namespace Esik.Signals;

/// <summary>The latest value of each name, for a gauge that shows what this process knows: what it has not heard of for a while it leaves to others.</summary>
/// <param name="keptFor">How long a value is shown after it was last seen.</param>
public sealed class LastSeen<T>(TimeProvider clock, TimeSpan keptFor)
{
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset At)> seen = new();

    public void Put(string name, T value) => seen[name] = (value, clock.GetUtcNow());

    /// <summary>What was seen lately, with its age; forgets the rest.</summary>
    public IReadOnlyList<(string Name, T Value, TimeSpan Age)> Fresh()
    {
        var now = clock.GetUtcNow();
        foreach (var old in seen.Where(one => now - one.Value.At > keptFor))
            seen.TryRemove(old);
        return [.. seen.Select(one => (one.Key, one.Value.Value, now - one.Value.At))];
    }
}
