using System.Globalization;

namespace Esik.Slots;

/// <summary>
/// One part of a slot's ledger. All numbers count places, save <see cref="Line"/>. The sum over a slot's counters is the
/// truth about the slot; a single counter's <see cref="Line"/>, <see cref="Inside"/> and <see cref="StandIns"/> may be below zero, their sums never are.
/// </summary>
/// <param name="Number">0 to 15.</param>
/// <param name="Capacity">This counter's share of the slot's capacity.</param>
/// <param name="Line">Parties in the waiting list, by size: so the ledger alone tells whether free places fit somebody who waits.</param>
/// <param name="Version">Raised by every transaction that holds this counter.</param>
/// <param name="WalkIns">People inside without a ticket, in places that nobody had signed up for: these places are not free any more.</param>
/// <param name="StandIns">People inside without a ticket, in places of others who had not come; like <see cref="Inside"/>, only the sum counts.</param>
/// <param name="Clashes">How many clashes were ever found, settled ones too: who looks for them asks such slots alone.</param>
public sealed record Counter(int Number, int Capacity, int Taken, int Offered, PartyCounts Line, int Inside, long Version, int WalkIns = 0, int StandIns = 0, int Clashes = 0) : ISlotRow
{
    /// <summary>How many counters a slot's ledger is split into, so that several processes can write to one slot at once: by measurement (docs/benchmarks.md).</summary>
    public const int PerSlot = 16;

    public string RowKey => "!" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Places of this share that nobody holds.</summary>
    public int Free => Capacity - Taken - Offered - WalkIns;

    /// <summary>How many may still come in by this share. Below zero where doors let in too many, and then in no counter above it.</summary>
    public int Room => Capacity - Inside;

    /// <summary>Throws when the counter promises more places than it has: that must never be written, nor read.</summary>
    public Counter Checked() => Taken >= 0 && Offered >= 0 && WalkIns >= 0 && Free >= 0
        ? this
        : throw new InvalidOperationException($"Counter {Number} holds {Taken} taken, {Offered} offered and {WalkIns} walked in of {Capacity} places.");
}
