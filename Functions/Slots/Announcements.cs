using System.Security.Cryptography;

namespace Esik.Slots;

/// <summary>
/// The ids of a writer's batches. Each is announced before its batch is stored; at a busy slot one message announces the batches to
/// come as well, so that those need not wait for a message of their own. An id that is never used costs a few looks, and no more.
/// </summary>
internal sealed class Announcements(string slot, PatientSlotStore store, TimeProvider clock)
{
    /// <summary>Batches that one message may announce besides the one that waits for it.</summary>
    public const int AheadMax = 7;

    // So many transactions within a second are a busy slot: there as many more will come in the next one.
    private const int UsualMax = 3;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);

    // A message that finds its batch missing is put off longer each time: what is stored later than this would be followed up too late.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(3);

    private readonly Queue<(string Id, DateTimeOffset Until)> ahead = new();
    private readonly Queue<DateTimeOffset> stored = new();

    /// <summary>An id for the next batch, announced already if there is one.</summary>
    public BatchId Next()
    {
        while (ahead.TryDequeue(out var next))
        {
            if (clock.GetUtcNow() < next.Until)
                return new BatchId(next.Id, next.Until);
        }
        return new BatchId(New(), null);
    }

    /// <summary>Announces a batch, and those that will probably follow it.</summary>
    public async Task<BatchId> AnnounceAsync(BatchId batch)
    {
        var more = Enumerable.Range(0, Math.Clamp(RecentlyStored() - UsualMax, 0, AheadMax)).Select(_ => New()).ToList();
        var until = clock.GetUtcNow() + GoodFor;
        await store.AnnounceAsync(slot, [batch.Text, .. more], CancellationToken.None);
        foreach (var id in more)
            ahead.Enqueue((id, until));
        return batch with { AnnouncedUntil = until };
    }

    /// <summary>Takes back an id under which nothing was sent to storage.</summary>
    public void Return(BatchId unused)
    {
        if (unused.AnnouncedUntil is { } until)
            ahead.Enqueue((unused.Text, until));
    }

    /// <summary>A batch was stored.</summary>
    public void Count() => stored.Enqueue(clock.GetUtcNow());

    private int RecentlyStored()
    {
        while (stored.TryPeek(out var at) && clock.GetUtcNow() - at > Recent)
            stored.Dequeue();
        return stored.Count;
    }

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}

/// <param name="AnnouncedUntil">Null: not announced. Else by then, UTC, it has to be on its way.</param>
internal readonly record struct BatchId(string Text, DateTimeOffset? AnnouncedUntil)
{
    public bool IsAnnounced => AnnouncedUntil is not null;
}
