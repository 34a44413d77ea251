using System.Globalization;

namespace Esik.Reports;

/// <summary>A slot's places as a bar from 0 to 100: who is inside, who else has a place, what is held for somebody. The rest is free.</summary>
public readonly record struct CapacityBar(double Inside, double Taken, double Offered)
{
    public static CapacityBar Of(PlaceCounts counts)
    {
        // More may be taken than a capacity that was lowered by hand: the bar is then full, and not longer than its frame.
        var whole = Math.Max(1, Math.Max(counts.Capacity, counts.Taken + counts.Offered));
        double Share(int places) => Math.Round(100.0 * places / whole, 2);
        var inside = Math.Min(counts.Inside, counts.Taken);
        return new CapacityBar(Share(inside), Share(counts.Taken - inside), Share(counts.Offered));
    }

    /// <summary>A number as an SVG attribute has it, whatever the machine's language.</summary>
    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
