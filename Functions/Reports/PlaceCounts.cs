namespace Esik.Reports;

/// <summary>Places of one slot, or of several together.</summary>
public readonly record struct PlaceCounts(int Capacity, int Taken, int Offered, int Waiting, int Inside)
{
    /// <summary>Places that nobody has taken and that are held for nobody.</summary>
    public int Free => Capacity - Taken - Offered;

    public static PlaceCounts operator +(PlaceCounts one, PlaceCounts other) => new(
        one.Capacity + other.Capacity, one.Taken + other.Taken, one.Offered + other.Offered, one.Waiting + other.Waiting, one.Inside + other.Inside);
}
