using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What doors are told: the festival's public keys, their slots with the counts of this moment, and whether a roster changed.</summary>
public sealed class SyncDesk(Rosters rosters, DoorDesk desk, TicketKeys keys, TimeProvider clock)
{
    /// <param name="known">Cursors by slot, as the phone has them.</param>
    /// <param name="elsewhere">As <see cref="SyncJson.Elsewhere"/>.</param>
    public async Task<SyncedJson> TellAsync(Programme programme, DoorDevice device, IReadOnlyDictionary<string, string> known, string? elsewhere, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var slots = DoorScope.SlotsOf(device, programme);
        var tallies = await Task.WhenAll(slots.Select(slot => rosters.TallyAsync(slot.Id, stop)));
        var devices = slots.Count == 0 ? [] : await desk.PairedAsync(stop);
        var festival = programme.Festival;
        return new(
            now,
            new(device.Name, device.Role.Code(), device.ValidUntil),
            new(festival.Id, festival.Name, festival.TimeZone.Id, programme.NumberLast),
            keys.PublicKeys.OrderBy(key => key.Key).Select(key => new SyncedKeyJson(key.Key, key.Value)),
            DoorScope.DoorsOf(device, programme).Select(door => new SyncedDoorJson(door.Id, door.Name, DoorScope.SlotsAt(device, programme, door).Select(slot => slot.Id))),
            slots.Zip(tallies).Where(pair => pair.Second is not null)
                .Select(pair => SlotOf(programme, pair.First, pair.Second!, device, devices, RosterCursor.Parse(known.GetValueOrDefault(pair.First.Id)), now)),
            Elsewhere.Of(programme, elsewhere));
    }

    /// <summary>
    /// A slot's roster, or its changes. Once the slot's door has closed there is none any more, and the cursor stays where it was: should the
    /// door be opened again, all that changed comes. Null: not a slot of this device.
    /// </summary>
    public async Task<RosterReading?> RosterAsync(Programme programme, DoorDevice device, string slotId, RosterCursor? since, CancellationToken stop)
    {
        if (DoorScope.SlotsOf(device, programme).FirstOrDefault(slot => slot.Id == slotId) is not { } slot)
            return null;
        return clock.GetUtcNow() >= slot.DoorCloses ? new RosterReading([], since ?? RosterCursor.Nothing) : await rosters.ReadAsync(slot, since, stop);
    }

    private static SyncedSlotJson SlotOf(Programme programme, Slot slot, TimedTally timed, DoorDevice device, IReadOnlyList<DoorDevice> devices, RosterCursor? known, DateTimeOffset now)
    {
        var tally = timed.Tally;
        var facts = SlotFacts.Of(slot, programme.NumberLast);
        var room = new RoomFacts(tally.Capacity, tally.Taken, tally.Offered, tally.Inside, tally.WalkIns, 0);
        var free = room.FreeForWalkIns(facts.IsReleasedAt(now));
        var released = facts.IsReleasedAt(now) ? Math.Max(0, tally.Taken - (tally.Inside - tally.WalkIns - tally.StandIns)) : 0;
        var doors = programme.DoorsOf(slot).Select(door => door.Id).ToList();
        var share = WalkInShares.Of(device.Id, free, doors, [.. devices.Where(other => other.IsGoodAt(now) && other.MayScan(slot.Id))]);
        return new(
            slot.Id, slot.Number, slot.Title, programme.VenueOf(slot).Name, slot.Start, slot.End, slot.DoorOpens, slot.DoorCloses, slot.Cancelled, slot.OpenEntrance,
            tally.Capacity, tally.Taken, tally.Offered, tally.Inside, released, slot.ReleaseAt, new(free, share, tally.WalkIns), timed.Cursor.ToString(),
            known is null || (now < slot.DoorCloses && known.Value.Version != tally.Version));
    }
}
