using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;

namespace Esik.Registrations;

/// <summary>How many sign-ups, and changes of them, are let through. Each process counts for itself, in fixed windows of a minute.</summary>
[Settings]
public sealed class SignUpSettings
{
    /// <summary>Posts a minute with the same e-mail address.</summary>
    [Description("Example: 10")]
    [Range(5, 100_000, ErrorMessage = "must be 5 to 100000.")]
    public int SignUpsPerMinutePerEmail { get; set; } = 10;

    /// <summary>Posts a minute with the same request id.</summary>
    [Description("Example: 10")]
    [Range(5, 100_000, ErrorMessage = "must be 5 to 100000.")]
    public int SignUpsPerMinutePerRequestId { get; set; } = 10;

    /// <summary>Posts a minute from one network address: generous, since a whole depot may share one behind its Wi-Fi.</summary>
    [Description("Example: 1200")]
    [Range(60, 10_000_000, ErrorMessage = "must be 60 to 10000000.")]
    public int SignUpsPerMinutePerAddress { get; set; } = 1200;

    /// <summary>Posts a minute from the page of one ticket.</summary>
    [Description("Example: 20")]
    [Range(5, 100_000, ErrorMessage = "must be 5 to 100000.")]
    public int ChangesPerMinutePerTicket { get; set; } = 20;
}
