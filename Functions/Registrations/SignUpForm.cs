namespace Esik.Registrations;

/// <summary>The sign-up form as its page shows it: everything as it was typed, right or wrong, so that nothing has to be typed twice.</summary>
/// <param name="RequestId">Made when the page was first shown and kept while it is corrected: it makes a double submit one registration.</param>
/// <param name="Proof">Shows that the form came from this festival's own page.</param>
public sealed record SignUpForm(string RequestId, string Proof, string Name = "", string Email = "", string Party = "", bool Consent = false)
{
    /// <summary>Names of the fields on the wire.</summary>
    public const string NameField = "name";
    public const string EmailField = "email";
    public const string PartyField = "party";
    public const string ConsentField = "consent";
    public const string RequestIdField = "requestId";
}
