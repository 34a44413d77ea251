namespace Esik.Slots;

/// <summary>A row in a slot's partition, as a plain record. Rows of different kinds are told apart by the beginning of their keys.</summary>
public interface ISlotRow
{
    /// <summary>The row's key within the slot's partition. Holds no personal data and none of <c>/ \ # ?</c>.</summary>
    string RowKey { get; }
}

/// <summary>A row as storage last showed it, with the version under which it may be replaced.</summary>
public readonly record struct KnownRow(ISlotRow Row, string Version);
