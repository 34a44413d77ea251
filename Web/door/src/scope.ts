import type { LocalText } from "./texts";

/** What this phone may scan, as the server told it. Times are ISO 8601 in UTC. */
export interface SlotScope {
  readonly id: string;
  readonly title: LocalText;
  readonly venue: LocalText;
  readonly start: string;
  readonly end: string;
  readonly doorOpensAt: string;
  readonly doorClosesAt: string;
  readonly capacity: number | null;
  readonly cancelled: boolean;
  readonly partyMax: number;
  /** What the server last counted, in places; absent while it has counted nothing. */
  readonly inside?: number | null;
  readonly taken?: number | null;
}

export interface DoorScope {
  readonly id: string;
  readonly name: LocalText;
  readonly slots: readonly SlotScope[];
}

/** Everything a phone knows about its own pass. It holds facts of the programme, nothing about guests. */
export interface Scope {
  readonly name: string;
  readonly doors: readonly DoorScope[];
  readonly validUntil: string;
  readonly festival: { readonly name: LocalText; readonly timeZone: string } | null;
}

export type Window = "before" | "open" | "closed";

/** Where a moment lies in a slot's door window: the opening is inside it, the closing is not. */
export function windowAt(slot: SlotScope, now: number): Window {
  if (now < Date.parse(slot.doorOpensAt)) return "before";
  return now < Date.parse(slot.doorClosesAt) ? "open" : "closed";
}

/**
 * The slot that a door most likely stands for: one whose door is open now, the nearest start first; else the next to open;
 * else the one that closed last. A cancelled slot comes only when there is no other.
 */
export function slotNow(slots: readonly SlotScope[], now: number): SlotScope | null {
  const order: Record<Window, number> = { open: 0, before: 1, closed: 2 };
  const rank = (slot: SlotScope) => (slot.cancelled ? 3 : order[windowAt(slot, now)]);
  const distance = (slot: SlotScope) => Math.abs(Date.parse(slot.start) - now);
  return [...slots].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b) || a.id.localeCompare(b.id))[0] ?? null;
}

/** A volunteer's own choice stands until that slot's door has closed; then the door follows the programme again. */
export function slotChosen(slots: readonly SlotScope[], chosen: string | null, now: number): SlotScope | null {
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
