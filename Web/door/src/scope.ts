import type { LocalText } from "./texts";
import type { Told, ToldSlot } from "./told";

/** A door of this phone with the slots that are scanned there; where everybody may walk in nothing is. */
export interface DoorScope {
  readonly id: string;
  readonly name: LocalText;
  readonly slots: readonly ToldSlot[];
}

export function doorsOf({ doors, slots }: Told): readonly DoorScope[] {
  return doors.map(({ id, name, slots: ids }) => ({ id, name, slots: slots.filter((slot) => ids.includes(slot.id) && !slot.openEntrance) }));
}

export type Window = "before" | "open" | "closed";

/** Where a moment lies in a slot's door window: the opening is inside it, the closing is not. */
export function windowAt(slot: ToldSlot, now: number): Window {
  if (now < Date.parse(slot.doorOpens)) return "before";
  return now < Date.parse(slot.doorCloses) ? "open" : "closed";
}

/**
 * The slot that a door most likely stands for: one whose door is open now, the nearest start first; else the next to open;
 * else the one that closed last. A cancelled slot comes only when there is no other.
 */
export function slotNow(slots: readonly ToldSlot[], now: number): ToldSlot | null {
  const order: Record<Window, number> = { open: 0, before: 1, closed: 2 };
  const rank = (slot: ToldSlot) => (slot.cancelled ? 3 : order[windowAt(slot, now)]);
  const distance = (slot: ToldSlot) => Math.abs(Date.parse(slot.start) - now);
  return [...slots].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b) || a.id.localeCompare(b.id))[0] ?? null;
}

/** A volunteer's own choice stands until that slot's door has closed; then the door follows the programme again. */
export function slotChosen(slots: readonly ToldSlot[], chosen: string | null, now: number): ToldSlot | null {
  const slot = slots.find((each) => each.id === chosen);
  return slot && windowAt(slot, now) !== "closed" ? slot : slotNow(slots, now);
}

/** Where a phone that may stand at several doors begins: the door whose slot is most likely meant now. */
export function doorNow(doors: readonly DoorScope[], now: number): DoorScope | null {
  const slot = slotNow(
    doors.flatMap((door) => door.slots),
    now,
  );
  return doors.find((door) => door.slots.some((each) => each === slot)) ?? doors[0] ?? null;
}
