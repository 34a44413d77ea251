using Esik.Slots;

namespace Esik.Programmes;

/// <summary>A slot as a page shows it: with its venue and kind looked up, and what is said about its places.</summary>
/// <param name="KindOrder">The kind's place in the festival's list, from 0: pages give each kind a colour by it.</param>
public sealed record SlotView(Slot Slot, Venue Venue, Kind Kind, int KindOrder, Availability Availability)
{
    /// <param name="free">Free places of the slot; not looked at for open entrance.</param>
    public static SlotView Of(Programme programme, Slot slot, int free, DateTimeOffset now)
    {
        var kind = programme.KindOf(slot);
        var order = programme.Kinds.TakeWhile(other => other.Id != kind.Id).Count();
        return new(slot, programme.VenueOf(slot), kind, order, Availability.Of(slot, free, now));
    }
}
