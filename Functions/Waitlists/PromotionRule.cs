using Esik.Slots;

namespace Esik.Waitlists;

/// <summary>How the next in line gets its places.</summary>
/// <param name="OfferedUntil">Held for an answer until then, UTC, exclusive; null is confirmed at once.</param>
/// <param name="MailDue">When its mail goes out, UTC; null is at once.</param>
public readonly record struct PromotionDecision(DateTimeOffset? OfferedUntil, DateTimeOffset? MailDue);

/// <summary>Offer, direct confirmation, or nothing any more: by the slot's rules and the clock alone.</summary>
public static class PromotionRule
{
    /// <summary>With more than so much to go, <see cref="Promotion.Auto"/> offers.</summary>
    public const int AutoOfferHours = 24;

    /// <summary>In the last minutes before the start nobody reads mail: free places go to those who stand at the door.</summary>
    public const int LastMinutes = 30;

    // An offer that can be held for less is none: nobody would see it in time.
    private static readonly TimeSpan HoldMin = TimeSpan.FromMinutes(30);

    /// <summary>Whether places that come free are still given to those who wait.</summary>
    public static bool IsPossible(Slot slot, DateTimeOffset now) => !slot.Cancelled && now < slot.Start.AddMinutes(-LastMinutes);

    /// <summary>Null: nobody is promoted any more.</summary>
    public static PromotionDecision? Decide(Slot slot, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (!IsPossible(slot, now))
            return null;
        var due = QuietHours.DueAt(now, slot.Start, zone);
        return new(Offers(slot, now) ? OfferUntil(slot, due ?? now) : null, due);
    }

    /// <summary>Until when an offer stands whose mail is due at a moment, UTC: its clock starts then. Null: nobody would see it in time.</summary>
    public static DateTimeOffset? OfferUntil(Slot slot, DateTimeOffset from)
    {
        var until = Earlier(from.AddHours(slot.Waitlist.OfferHours), OfferTime.Close(slot));
        if (until - from >= HoldMin)
            return until;
        // Too late to wait for an answer; but an address that never answered gets no place without one.
        return slot.Waitlist.ConfirmsByMail ? HeldUntil(slot, from) : null;
    }

    /// <summary>Until when places are held for an address that has to answer first, UTC: never beyond the start, or the end once it has begun.</summary>
    public static DateTimeOffset HeldUntil(Slot slot, DateTimeOffset from) =>
        Earlier(from.AddMinutes(slot.Waitlist.ConfirmByMailMinutes), OfferTime.HoldLimit(slot, from));

    private static bool Offers(Slot slot, DateTimeOffset now) => slot.Waitlist switch
    {
        { ConfirmsByMail: true } or { Promotion: Promotion.Offer } => true,
        { Promotion: Promotion.Direct } => false,
        _ => slot.Start - now > TimeSpan.FromHours(AutoOfferHours),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
