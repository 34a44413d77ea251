using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Azure.Identity;

namespace Esik.Hosting;

/// <summary>How telemetry is handed over by OTLP.</summary>
public enum OtlpTransport
{
    /// <summary>Usual on port 4317.</summary>
    Grpc,

    /// <summary>Usual on port 4318.</summary>
    Http,
}

/// <summary>Where traces, measures and logs go. With neither address set, nothing is collected and nothing is sent.</summary>
[Settings]
public sealed class TelemetrySettings : IValidatableObject
{
    /// <summary>Connection string of an Application Insights resource. The name is the Functions host's own, so that both send to one place.</summary>
    [Description("Example: InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/")]
#pragma warning disable CA1707 // Azure's name, not ours.
    public string APPLICATIONINSIGHTS_CONNECTION_STRING { get; set; } = "";

    /// <summary>With which identity telemetry is sent; empty: with none. The name is the Functions host's own.</summary>
    [Description("Example: Authorization=AAD;ClientId=5f0c8bd5-0000-0000-0000-3c8b6e1d2f10")]
    public string APPLICATIONINSIGHTS_AUTHENTICATION_STRING { get; set; } = "";
#pragma warning restore CA1707

    /// <summary>The address of an OpenTelemetry collector.</summary>
    [Description("Example: http://127.0.0.1:4317")]
    public string OtlpEndpoint { get; set; } = "";

    [Description("Example: Grpc, or Http for port 4318")]
    public OtlpTransport OtlpTransport { get; set; }

    /// <summary>Headers that the collector asks for, such as a key. A secret.</summary>
    [Description("Example: api-key=xxxxxxxx")]
    public string OtlpHeaders { get; set; } = "";

    /// <summary>How many of a hundred traces are kept; measures and logs are always whole.</summary>
    [Description("Example: 10")]
    [Range(0, 100, ErrorMessage = "must be 0 to 100.")]
    public int TracesKeptPercent { get; set; } = 10;

    public bool ToAzure => APPLICATIONINSIGHTS_CONNECTION_STRING.Length > 0;

    /// <summary>The identity that sends to Azure; null: none.</summary>
    public ManagedIdentityId? Identity => APPLICATIONINSIGHTS_AUTHENTICATION_STRING.Length == 0 ? null
        : AuthenticationParts().TryGetValue("ClientId", out var id) ? ManagedIdentityId.FromUserAssignedClientId(id)
        : ManagedIdentityId.SystemAssigned;

    public bool ToCollector => OtlpEndpoint.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ToAzure && !APPLICATIONINSIGHTS_CONNECTION_STRING.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
            yield return new ValidationResult("must have an InstrumentationKey.", [nameof(APPLICATIONINSIGHTS_CONNECTION_STRING)]);
        if (APPLICATIONINSIGHTS_AUTHENTICATION_STRING.Length > 0 && AuthenticationParts().GetValueOrDefault("Authorization") != "AAD")
            yield return new ValidationResult("must say Authorization=AAD.", [nameof(APPLICATIONINSIGHTS_AUTHENTICATION_STRING)]);
        if (ToCollector && (!Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
            yield return new ValidationResult("must be an http or https address.", [nameof(OtlpEndpoint)]);
        if (!Enum.IsDefined(OtlpTransport))
            yield return new ValidationResult("must be one of Grpc, Http.", [nameof(OtlpTransport)]);
        if (OtlpHeaders.Length > 0 && !OtlpHeaders.Contains('=', StringComparison.Ordinal))
            yield return new ValidationResult("must be name=value, several with commas between.", [nameof(OtlpHeaders)]);
    }

    private Dictionary<string, string> AuthenticationParts() => APPLICATIONINSIGHTS_AUTHENTICATION_STRING.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => part.Split('=', 2)).Where(part => part.Length == 2).DistinctBy(part => part[0]).ToDictionary(part => part[0], part => part[1]);
}
