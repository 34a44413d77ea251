namespace Esik.Reports;

/// <summary>Places of one slot, or of several together.</summary>
/// <param name="Inside">Everybody who came in, with a ticket or without.</param>
/// <param name="WalkIns">Of them, who came without a ticket and took a place that was free.</param>
/// <param name="StandIns">Of them, who came without a ticket and took the place of somebody who had not come.</param>
public readonly record struct PlaceCounts(int Capacity, int Taken, int Offered, int Waiting, int Inside, int WalkIns = 0, int StandIns = 0)
{
    /// <summary>Places that nobody has taken and that are held for nobody.</summary>
    public int Free => Capacity - Taken - Offered - WalkIns;

    public static PlaceCounts operator +(PlaceCounts one, PlaceCounts other) => new(
        one.Capacity + other.Capacity, one.Taken + other.Taken, one.Offered + other.Offered, one.Waiting + other.Waiting, one.Inside + other.Inside,
        one.WalkIns + other.WalkIns, one.StandIns + other.StandIns);
}
