using Esik.Slots;

namespace Esik.Registrations;

/// <summary>What a registration holds in its slot's counts. Null where the counts do not have it: they were read at another moment.</summary>
internal static class HeldPlaces
{
    /// <summary>The counts without a registration that is not withdrawn.</summary>
    public static Ledger? Without(this Ledger ledger, Registration registration) => registration.State switch
    {
        RegistrationState.Confirmed => ledger.GiveBack(registration.Party),
        RegistrationState.Offered => ledger.EndOffer(registration.Party),
        RegistrationState.Waiting => ledger.Leave(registration.Party),
        RegistrationState.Withdrawn => throw new InvalidOperationException("A withdrawn registration holds nothing."),
    };

    /// <summary>The counts with a smaller party of the same registration, which keeps its place in line.</summary>
    public static Ledger? WithParty(this Ledger ledger, Registration registration, int party) => registration.State switch
    {
        RegistrationState.Confirmed => ledger.GiveBack(registration.Party - party),
        RegistrationState.Offered => ledger.EndOffer(registration.Party - party),
        RegistrationState.Waiting => ledger.Leave(registration.Party)?.Join(party),
        RegistrationState.Withdrawn => throw new InvalidOperationException("A withdrawn registration holds nothing."),
    };
}
