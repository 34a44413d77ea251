import type { Counts } from "./answer";
import { doorNow, slotChosen, type DoorScope, type Scope, type SlotScope } from "./scope";

/** Where this phone stands: the door and slot that it scans for, and what was last told about who is inside. */
export class Station {
  private scope: Scope;
  private chosenDoor: string | null;
  private chosenSlot: string | null;
  private readonly firstDoor: string | null;
  private readonly counts = new Map<string, Counts>();

  constructor(scope: Scope, choice?: { readonly door: string; readonly slot: string | null }, now = Date.now()) {
    this.scope = scope;
    this.countAll(scope);
    this.firstDoor = doorNow(scope.doors, now)?.id ?? null;
    this.chosenDoor = choice?.door ?? null;
    this.chosenSlot = choice?.slot ?? null;
  }

  get told(): Scope {
    return this.scope;
  }

  learn(scope: Scope): void {
    this.scope = scope;
    this.countAll(scope);
  }

  /** Other doors count too: what the server tells of a slot is newer than what this phone's last scan was told. */
  private countAll(scope: Scope): void {
    for (const { id, inside, taken, capacity } of scope.doors.flatMap((door) => door.slots)) {
      if (typeof inside === "number" && typeof taken === "number") this.counts.set(id, { inside, taken, capacity });
    }
  }

  get doors(): readonly DoorScope[] {
    return this.scope.doors;
  }

  get door(): DoorScope | null {
    const byId = (id: string | null) => this.doors.find((door) => door.id === id);
    return byId(this.chosenDoor) ?? byId(this.firstDoor) ?? this.doors[0] ?? null;
  }

  slot(now: number): SlotScope | null {
    return slotChosen(this.door?.slots ?? [], this.chosenSlot, now);
  }

  chooseDoor(id: string): void {
    this.chosenDoor = id;
    this.chosenSlot = null;
  }

  chooseSlot(id: string): void {
    this.chosenSlot = id;
  }

  /** What to keep for the next opening of the page; null while nothing was chosen by hand. */
  get choice(): { readonly door: string; readonly slot: string | null } | null {
    return this.door && (this.chosenDoor || this.chosenSlot) ? { door: this.door.id, slot: this.chosenSlot } : null;
  }

  count(slot: string, counts: Counts): void {
    this.counts.set(slot, counts);
  }

  counted(slot: string): Counts | null {
    return this.counts.get(slot) ?? null;
  }
}
