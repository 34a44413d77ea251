namespace Esik.Registrations;

/// <summary>Why a registration is withdrawn.</summary>
public enum WithdrawalReason
{
    /// <summary>The guest gave all places back, or left the waiting list.</summary>
    GivenBack,

    /// <summary>The guest declined the offer.</summary>
    Declined,

    /// <summary>The offer's time ended without an answer.</summary>
    Lapsed,

    /// <summary>It goes on under another address.</summary>
    Moved,
}

/// <summary>Reads from a registration's history why it was withdrawn.</summary>
public static class Withdrawal
{
    public const string GivenBack = "withdrawn";
    public const string Declined = "declined";
    public const string Lapsed = "lapsed";
    public const string Moved = "address-changed";

    /// <summary>Null for a registration that is not withdrawn.</summary>
    public static WithdrawalReason? WithdrawnFor(this Registration registration) => registration.State != RegistrationState.Withdrawn
        ? null
        : (registration.History is [.., var last] ? last.What : null) switch
        {
            Declined => WithdrawalReason.Declined,
            Lapsed => WithdrawalReason.Lapsed,
            Moved => WithdrawalReason.Moved,
            _ => WithdrawalReason.GivenBack,
        };
}
