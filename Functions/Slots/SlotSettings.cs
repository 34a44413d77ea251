using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;

namespace Esik.Slots;

/// <summary>How much of a rush one process takes in.</summary>
[Settings]
public sealed class SlotSettings
{
    /// <summary>Changes that may wait for one slot in this process; whoever comes beyond that is told at once that it is busy.</summary>
    [Description("Example: 6000")]
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000.")]
    public int WaitingPerSlotMax { get; set; } = 6_000;
}
