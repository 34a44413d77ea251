using Esik.Slots;

namespace Esik.Reports;

/// <summary>Places of one slot, or of several together.</summary>
/// <param name="Inside">Everybody who came in, with a ticket or without.</param>
/// <param name="WalkIns">Of them, who came without a ticket and took a place that was free.</param>
/// <param name="StandIns">Of them, who came without a ticket and took the place of somebody who had not come.</param>
/// <param name="Released">Places of guests who had not come when their slot let others have them, and have not come since.</param>
public readonly record struct PlaceCounts(int Capacity, int Taken, int Offered, int Waiting, int Inside, int WalkIns = 0, int StandIns = 0, int Released = 0)
{
    /// <summary>Everybody inside who came without a ticket.</summary>
    public int Ticketless => WalkIns + StandIns;

    public static PlaceCounts Of(Slot slot, Tally tally, DateTimeOffset at) =>
        new PlaceCounts(tally.Capacity, tally.Taken, tally.Offered, tally.Waiting, tally.Inside, tally.WalkIns, tally.StandIns).ReleasedAt(slot, at);

    public static PlaceCounts Of(Slot slot, Ledger ledger, DateTimeOffset at) =>
        new PlaceCounts(ledger.Capacity, ledger.Taken, ledger.Offered, ledger.Waiting, ledger.Inside, ledger.WalkIns, ledger.StandIns).ReleasedAt(slot, at);

    private PlaceCounts ReleasedAt(Slot slot, DateTimeOffset at) => this with { Released = !slot.Cancelled && at >= slot.ReleaseAt ? Math.Max(0, Taken - (Inside - Ticketless)) : 0 };

    /// <summary>Places that nobody has taken and that are held for nobody.</summary>
    public int Free => Capacity - Taken - Offered - WalkIns;

    public static PlaceCounts operator +(PlaceCounts one, PlaceCounts other) => new(
        one.Capacity + other.Capacity, one.Taken + other.Taken, one.Offered + other.Offered, one.Waiting + other.Waiting, one.Inside + other.Inside,
        one.WalkIns + other.WalkIns, one.StandIns + other.StandIns, one.Released + other.Released);
}
