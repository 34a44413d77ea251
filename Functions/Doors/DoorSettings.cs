using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;

namespace Esik.Doors;

/// <summary>How often codes may be tried at doors. Each process counts for itself, in fixed windows of a minute.</summary>
[Settings]
public sealed class DoorSettings
{
    /// <summary>Short codes typed on one device a minute.</summary>
    [Description("Example: 30")]
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int ShortCodesPerMinutePerDevice { get; set; } = 30;

    /// <summary>Searches by name on one lead's device a minute: as fast as somebody types.</summary>
    [Description("Example: 60")]
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int GuestSearchesPerMinutePerDevice { get; set; } = 60;

    /// <summary>Devices paired, or tried to be paired, from one network address a minute.</summary>
    [Description("Example: 600")]
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int PairingsPerMinutePerAddress { get; set; } = 600;
}
