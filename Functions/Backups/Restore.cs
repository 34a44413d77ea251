using Esik.Mails;
using Esik.Slots;

namespace Esik.Backups;

/// <summary>Why a restore was not begun, or that it ended.</summary>
public enum RestoreOutcome
{
    Restored,

    /// <summary>Something of the festival is stored already, and not by a restore of this file that broke off.</summary>
    NotEmpty,

    /// <summary>A restore of another file broke off here.</summary>
    OtherFile,
}

/// <param name="Rows">Written so far.</param>
/// <param name="Intents">Outboxes that are looked at again: mails that had not gone, offers that end, lines that may move.</param>
public sealed record RestoreAnswer(RestoreOutcome Outcome, long Rows, int Intents);

/// <summary>
/// Puts a backup back into a storage that holds nothing of the festival. The row without which there is no programme goes last, in the
/// transaction that ends the restore, so a half restored festival is served to nobody; what broke off is completed by the same file again.
/// </summary>
public sealed class Restore(BackupTable table, ISlotStore slots)
{
    // Transactions on their way at once. More would only have storage say that it has enough.
    private const int AtOnceMax = 4;

    // Letters of a transaction's rows; a transaction may have four MiB, and a letter takes up to three bytes.
    private const int LettersMax = 1_000_000;

    /// <param name="open">Opens the file from its beginning.</param>
    /// <param name="contents">Of this file, which was read whole before.</param>
    /// <exception cref="InvalidDataException">The file has changed since it was read.</exception>
    public async Task<RestoreAnswer> RunAsync(Func<Stream> open, BackupContents contents, IProgress<RestoreAnswer> progress, CancellationToken stop)
    {
        var name = $"{contents.Header.Festival} {contents.Header.At:O} {contents.Rows}";
        var mark = await table.MarkAsync(stop);
        if (mark is not null && mark != name)
            return new(RestoreOutcome.OtherFile, 0, 0);
        if (mark is null && !await table.IsEmptyAsync(stop))
            return new(RestoreOutcome.NotEmpty, 0, 0);
        await table.SetMarkAsync(name, stop);
        var owed = new List<(string Slot, string Batch)>();
        var kept = new List<BackupRow>();
        var rows = await WriteAsync(open, contents, BackupTables.Slots, owed, kept, 0, progress, stop);
        rows = await WriteAsync(open, contents, BackupTables.Festivals, owed, kept, rows, progress, stop);
        // The queue is not in the file: whatever it still promised is announced anew.
        await Parallel.ForEachAsync(owed, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = stop }, async (outbox, _) => await slots.AnnounceAsync(outbox.Slot, [outbox.Batch], stop));
        await table.EndAsync(kept, stop);
        return new(RestoreOutcome.Restored, rows + kept.Count, owed.Count);
    }

    private async Task<long> WriteAsync(
        Func<Stream> open, BackupContents contents, string name, List<(string, string)> owed, List<BackupRow> kept, long written, IProgress<RestoreAnswer> progress, CancellationToken stop)
    {
        await using var file = open();
        var place = 0;
        var (batch, letters) = (new List<BackupRow>(), 0L);
        using var turns = new SemaphoreSlim(AtOnceMax);
        var writing = new List<Task>();
        await foreach (var line in BackupReader.ReadAsync(file, stop))
        {
            place += line.Section is null ? 0 : 1;
            if (line.Row is { } row && row.Table == name && contents.Chosen.GetValueOrDefault((row.Table, row.Partition), -1) == place)
            {
                if (BackupTable.IsServedBy(row))
                {
                    kept.Add(row);
                    continue;
                }
                if (OwedBy(row) is { } intent)
                    owed.Add(intent);
                var size = row.Columns.Values.Sum(column => column.Text?.Length ?? column.Bytes?.Length ?? 16);
                if (batch.Count == BackupTable.RowsMax || letters + size > LettersMax)
                    await SendAsync();
                batch.Add(row);
                letters += size;
            }
            if (line.Section is not null)
                await SendAsync();
        }
        await Task.WhenAll(writing);
        return written;

        async Task SendAsync()
        {
            if (batch.Count == 0)
                return;
            var rows = batch;
            (batch, letters) = ([], 0);
            await turns.WaitAsync(stop);
            // A transaction that failed ends the restore here, before more are sent.
            foreach (var done in writing.Where(task => task.IsCompleted).ToList())
            {
                await done;
                writing.Remove(done);
            }
            writing.Add(WriteOneAsync(rows));
            written += rows.Count;
            progress.Report(new(RestoreOutcome.Restored, written, owed.Count));
        }

        async Task WriteOneAsync(IReadOnlyList<BackupRow> rows)
        {
            try
            {
                await table.WriteAsync(rows, stop);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    // Once too often changes nothing: whoever handles an intent looks at what is stored.
    private (string Slot, string Batch)? OwedBy(BackupRow row)
    {
        if (row.Table != BackupTables.Slots || !row.Key.StartsWith(Outbox.Prefix, StringComparison.Ordinal))
            return null;
        var columns = row.Columns.ToDictionary(column => column.Key, column => column.Value.Value());
        var outbox = (Outbox)OutboxMap.Read(columns);
        var isOwed = outbox.Pending.Any() || outbox.Offers is { Count: > 0 } || outbox.LineMayMove;
        return isOwed ? (row.Partition[table.PartitionOf("").Length..], outbox.BatchId) : null;
    }

    private static readonly RowMap OutboxMap = new(typeof(Outbox));
}
