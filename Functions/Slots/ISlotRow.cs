namespace Esik.Slots;

/// <summary>A row in a slot's partition, as a plain record. docs: STORAGE rows are told apart by the beginning of their key.</summary>
public interface ISlotRow
{
    /// <summary>The row's key within the slot's partition. Holds no personal data and none of <c>/ \ # ?</c> save the tally's leading <c>#</c>.</summary>
    string RowKey { get; }
}

/// <summary>A row as storage last showed it, with the version under which it may be replaced.</summary>
public readonly record struct KnownRow(ISlotRow Row, string Version);
