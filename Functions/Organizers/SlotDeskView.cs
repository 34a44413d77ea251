using Esik.Hosting;
using Esik.Programmes;
using Esik.Reports;
using Esik.Slots;

namespace Esik.Organizers;

/// <summary>The desk's page about one slot.</summary>
/// <param name="Ledger">As it stands now; null for open entrance, and for a slot whose first import is not done.</param>
/// <param name="At">When the page was made, UTC.</param>
/// <param name="Typed">What the field of the capacity holds.</param>
/// <param name="Refusal">Why the last post was not done.</param>
/// <param name="IsSaved">The last post was done.</param>
public sealed record SlotDeskView(Programme Programme, Slot Slot, Ledger? Ledger, DateTimeOffset At, string Typed, string Proof, Problem? Refusal = null, bool IsSaved = false)
{
    public const string CapacityPurpose = "organizer-slot-capacity";

    /// <summary>The field's name, and its id on the page.</summary>
    public const string CapacityField = "capacity";

    public PlaceCounts? Counts => Ledger is { } ledger ? PlaceCounts.Of(Slot, ledger, At) : null;

    /// <summary>The lowest capacity that takes nothing from anybody.</summary>
    public int CapacityMin => Math.Max(ProgrammeLimits.CapacityMin, Ledger is { } ledger ? ledger.Taken + ledger.Offered : 0);
}
