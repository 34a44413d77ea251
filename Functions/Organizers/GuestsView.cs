using Esik.Doors;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Organizers;

/// <summary>The desk's page about a slot's guests: looking for one, and lists on paper.</summary>
/// <param name="Typed">What the field holds.</param>
/// <param name="Found">Null when nobody was looked for.</param>
/// <param name="IsMistake">What was typed is nothing to look for.</param>
public sealed record GuestsView(Programme Programme, Slot Slot, string Proof, string Typed = "", IReadOnlyList<DoorGuest>? Found = null, bool IsMistake = false)
{
    public const string Purpose = "organizer-guests";

    /// <summary>The field's name, and its id on the page.</summary>
    public const string NameField = "name";

    /// <summary>How a guest stands, as a text key.</summary>
    public static string StateOf(DoorGuest guest) => guest.State switch
    {
        RegistrationState.Confirmed => guest.Left > 0 ? "guests.expected" : "guests.inside",
        RegistrationState.Waiting => "guests.waiting",
        RegistrationState.Offered => "guests.offered",
        RegistrationState.Withdrawn => "guests.withdrawn",
    };
}
