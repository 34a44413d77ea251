using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;

namespace Esik.Tickets;

/// <summary>The keys of the festival's tickets. In Azure they are Key Vault references; at home they lie under the data directory.</summary>
[Settings]
public sealed class TicketSettings : IValidatableObject
{
    /// <summary>Private key that signs tickets: PKCS#8 as PEM, or its Base64 without the PEM lines.</summary>
    [Description("Example: the output of `openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt`")]
    public string TicketSigningKey { get; set; } = "";

    /// <summary>Number of that key, 1 to 255; it stands in every ticket, and a new key takes a new number.</summary>
    [Description("Example: 1")]
    public string TicketSigningKeyId { get; set; } = "1";

    /// <summary>Further public keys whose tickets are good, <c>id:base64</c> of the SubjectPublicKeyInfo, separated by commas: for rotation.</summary>
    [Description("Example: empty, or 2:MFkw…")]
    public string TicketPublicKeys { get; set; } = "";

    /// <summary>Secret from which ticket ids and short codes are made (32 random bytes, Base64). It must never change during a festival: ids are row keys.</summary>
    [Description("Example: the output of `openssl rand -base64 32`")]
    public string GuestKey { get; set; } = "";

    /// <summary>The keys of these settings, which were checked at the start.</summary>
    public TicketKeys Keys() => TicketKeys.Read(TicketSigningKey, TicketSigningKeyId, TicketPublicKeys).Keys
        ?? throw new InvalidOperationException("The ticket keys were not checked at the start.");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in TicketKeys.Read(TicketSigningKey, TicketSigningKeyId, TicketPublicKeys).Problems)
        {
            // Each sentence begins with the setting's name.
            var name = new string([.. problem.TakeWhile(char.IsAsciiLetter)]);
            yield return new ValidationResult(problem[name.Length..].TrimStart(':', ' '), [name]);
        }
        if (Tickets.GuestKey.Parse(GuestKey) is null)
            yield return new ValidationResult("must be at least 32 bytes in Base64.", [nameof(GuestKey)]);
    }
}
