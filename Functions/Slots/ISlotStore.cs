using Esik.Mails;

namespace Esik.Slots;

/// <summary>What storage answered to a transaction, made definite.</summary>
public enum CommitOutcome
{
    /// <summary>All of it is stored.</summary>
    Committed,

    /// <summary>None of it is stored, nor ever will be: a row was not as assumed.</summary>
    Conflict,

    /// <summary>None of it is stored, nor ever will be: storage takes no such row.</summary>
    Refused,

    /// <summary>Storage gave no definite answer in time. It may be stored.</summary>
    Unknown,
}

/// <param name="Versions">After <see cref="CommitOutcome.Committed"/>: the new versions, in the order of the writes; empty when they have to be read.</param>
/// <param name="ConflictKey">After <see cref="CommitOutcome.Conflict"/>: the key of the row at fault, if storage named it.</param>
public sealed record CommitResult(CommitOutcome Outcome, IReadOnlyList<string> Versions, string? ConflictKey)
{
    public static readonly CommitResult Unknown = new(CommitOutcome.Unknown, [], null);

    public static readonly CommitResult Refused = new(CommitOutcome.Refused, [], null);

    public static CommitResult Committed(IReadOnlyList<string> versions) => new(CommitOutcome.Committed, versions, null);

    public static CommitResult Conflict(string? key) => new(CommitOutcome.Conflict, [], key);
}

/// <summary>One row of a transaction: inserted when <paramref name="Version"/> is null, else replaced under that version.</summary>
public readonly record struct SlotWrite(ISlotRow Row, string? Version);

/// <summary>One transaction: a counter first, at most <see cref="WritesMax"/> rows, one partition.</summary>
/// <param name="FenceKey">A row that only this batch inserts: read back, it tells whether the batch is stored.</param>
public sealed record SlotBatch(string BatchId, IReadOnlyList<SlotWrite> Writes, string FenceKey)
{
    public const int WritesMax = 100;

    /// <summary>Whether something must happen after it is stored: then it is announced first.</summary>
    public bool HasFollowUp => Writes.Any(write => write.Row is Outbox { HasFollowUp: true });

    public bool HasTally => Writes.Any(write => write.Row is Tally);
}

/// <summary>A slot's counters with their versions, and its tally.</summary>
public sealed record LedgerReading(Ledger Ledger, IReadOnlyList<string> Versions, KnownRow? Tally);

/// <summary>Where slots are kept.</summary>
public interface ISlotStore
{
    /// <summary>Counters and tally in one request; null when the slot has none.</summary>
    Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop);

    Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop);

    /// <summary>Stores a batch whole or not at all, and makes a lost answer definite within a bounded time.</summary>
    Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop);

    /// <summary>Announces batches, in one message, before they are stored, so that their mails go out even if this process dies in between.</summary>
    Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop);

    /// <summary>Writes the tally if it is still at the version that was read. False when somebody else was faster.</summary>
    Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop);
}
