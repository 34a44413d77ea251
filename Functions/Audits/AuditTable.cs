using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Audits;

/// <summary>All rows of the festival's slots, a slot at a time. Reads pages of a thousand rows; never for a guest's request.</summary>
public sealed class AuditTable(EsikStorage storage, SiteSettings site, SlotTable slots)
{
    /// <summary>Every partition of the festival with all its rows, in order of the slots' ids.</summary>
    public async IAsyncEnumerable<SlotRows> ListAsync([EnumeratorCancellation] CancellationToken stop)
    {
        // The letter after the tilde ends the festival's partitions.
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {slots.Partition("")} and PartitionKey lt {site.FestivalId + "\u007f"}");
        SlotRows? rows = null;
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
        {
            var slot = entity.PartitionKey[slots.Partition("").Length..];
            if (rows is not null && rows.Slot != slot)
                yield return rows;
            if (rows?.Slot != slot)
                rows = new SlotRows(slot);
            rows.Add(Row(entity));
        }
        if (rows is not null)
            yield return rows;
    }

    /// <summary>The rows of one slot, and whether its counts stood still meanwhile: only then can they be compared.</summary>
    public async Task<(SlotRows Rows, bool StoodStill)> ReadAsync(string slot, CancellationToken stop)
    {
        var rows = new SlotRows(slot);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot)}");
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            rows.Add(Row(entity));
        var after = new SlotRows(slot);
        var counters = TableClient.CreateQueryFilter($"PartitionKey eq {slots.Partition(slot)} and RowKey lt {Tally.Key}");
        await foreach (var entity in storage.Slots.QueryAsync<TableEntity>(counters, cancellationToken: stop))
            after.Add(Row(entity));
        return (rows, rows.Counters.SequenceEqual(after.Counters));
    }

    private static AuditRow Row(TableEntity entity)
    {
        var writtenAt = entity.Timestamp ?? DateTimeOffset.MinValue;
        if (!SlotRowsTable.IsKnown(entity.RowKey))
            return new(entity.RowKey, null, false, writtenAt);
        try
        {
            return new(entity.RowKey, SlotRowsTable.FromEntity(entity), true, writtenAt);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException or TargetInvocationException or InvalidCastException or FormatException)
        {
            return new(entity.RowKey, null, true, writtenAt);
        }
    }
}
