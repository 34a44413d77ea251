using Azure.Data.Tables;
using Esik.Doors;
using Esik.Mails;
using Esik.Registrations;

namespace Esik.Slots;

/// <summary>Which record lies under which beginning of a row key, and how it becomes a table entity.</summary>
public static class SlotRowsTable
{
    private static readonly (string Prefix, Type Type, RowMap Map)[] Kinds =
    [
        .. new (string Prefix, Type Type)[]
        {
            (Tally.Key, typeof(Tally)),
            ("!", typeof(Counter)),
            (Registration.Prefix, typeof(Registration)),
            (Forwarding.Prefix, typeof(Forwarding)),
            (Outbox.Prefix, typeof(Outbox)),
            (Admission.Prefix, typeof(Admission)),
            (Scan.Prefix, typeof(Scan)),
            (Clash.Prefix, typeof(Clash)),
        }.Select(kind => (kind.Prefix, kind.Type, new RowMap(kind.Type))),
    ];

    /// <summary>The column that tells which batch wrote a row last.</summary>
    public const string BatchColumn = "Batch";

    public static TableEntity ToEntity(string partition, ISlotRow row, string batchId)
    {
        var entity = new TableEntity(partition, row.RowKey) { [BatchColumn] = batchId };
        foreach (var (name, value) in Kinds.Single(kind => kind.Type == row.GetType()).Map.Columns(row))
            entity[name] = value;
        return entity;
    }

    /// <summary>Whether a row's key begins as that of a known kind.</summary>
    public static bool IsKnown(string rowKey) => Kinds.Any(kind => rowKey.StartsWith(kind.Prefix, StringComparison.Ordinal));

    public static ISlotRow FromEntity(TableEntity entity) =>
        (ISlotRow)Kinds.First(kind => entity.RowKey.StartsWith(kind.Prefix, StringComparison.Ordinal)).Map.Read(entity);
}
