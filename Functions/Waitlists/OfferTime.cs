using Esik.Registrations;
using Esik.Slots;

namespace Esik.Waitlists;

/// <summary>
/// Until when places are held. The moment is stored with the offer; but an import may have moved the slot since, and no offer outlives
/// what the slot's own rule allows now.
/// </summary>
public static class OfferTime
{
    /// <summary>Happened to a registration: places were offered, and are held until so long before the start.</summary>
    internal const string Offered = "offered";

    /// <summary>Happened to a registration: places are held until its address answers, up to the start.</summary>
    internal const string Held = "held";

    /// <summary>When the offer ends, UTC, exclusive; null when nothing is offered.</summary>
    public static DateTimeOffset? OfferEnd(this Registration registration, Slot slot)
    {
        if (registration is not { State: RegistrationState.Offered, OfferedUntil: { } until })
            return null;
        var limit = registration.History.LastOrDefault(happened => happened.What is Offered or Held) is { } made ? Limit(made, slot) : until;
        return limit < until ? limit : until;
    }

    public static bool IsOfferOver(this Registration registration, Slot slot, DateTimeOffset now) => now >= registration.OfferEnd(slot);

    /// <summary>How places were given that the line's rule holds until then: beyond the end of all offers they only wait for an address.</summary>
    internal static string Event(Slot slot, DateTimeOffset until) => until > Close(slot) ? Held : Offered;

    /// <summary>Before that moment every offer of the line ends, UTC.</summary>
    internal static DateTimeOffset Close(Slot slot) => slot.Start.AddMinutes(-slot.Waitlist.OfferCloseMinutes);

    /// <summary>Places that are held since a moment for an address are held no longer than then, UTC: the start, or the end once it has begun.</summary>
    internal static DateTimeOffset HoldLimit(Slot slot, DateTimeOffset from) => from < slot.Start ? slot.Start : slot.End;

    private static DateTimeOffset Limit(RegistrationEvent made, Slot slot) => made.What == Held ? HoldLimit(slot, made.At) : Close(slot);
}
