using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Esik.Hosting;
using Esik.Registrations;

namespace Esik.Organizers;

/// <summary>Who may use the organizer's desk, and how often a sign-in link may be asked for.</summary>
[Settings]
public sealed class OrganizerSettings : IValidatableObject
{
    private IReadOnlySet<string>? listed;

    /// <summary>E-mail addresses of the organizers, separated by commas. Empty: nobody can sign in by mail.</summary>
    [Description("Example: aigerim@example.org, timur@example.org")]
    public string Organizers { get; set; } = "";

    /// <summary>Sign-in links that may be asked for from one network address in a minute.</summary>
    [Description("Example: 20")]
    [Range(1, 1000, ErrorMessage = "must be 1 to 1000.")]
    public int SignInLinksPerMinutePerAddress { get; set; } = 20;

    /// <summary>Sign-in links that may be asked for with one e-mail address in an hour, whether it is on the list or not.</summary>
    [Description("Example: 6")]
    [Range(1, 100, ErrorMessage = "must be 1 to 100.")]
    public int SignInLinksPerHourPerEmail { get; set; } = 6;

    public bool Includes(string email) => (listed ??= Named().Select(name => EmailAddress.Parse(name)!.Text).ToHashSet()).Contains(email);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var place = 0;
        foreach (var name in Named())
        {
            place++;
            if (EmailAddress.Parse(name) is null)
                yield return new ValidationResult($"number {place} is no e-mail address.", [nameof(Organizers)]);
        }
    }

    private string[] Named() => Organizers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
