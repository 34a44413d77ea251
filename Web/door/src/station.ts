import { doorNow, doorsOf, slotChosen, type DoorScope } from "./scope";
import type { Learned, ToldSlot } from "./told";

/** Where this phone stands: the door and slot that it scans for. */
export class Station {
  private scopes: readonly DoorScope[] = [];
  private told: Learned | null = null;
  private chosenDoor: string | null;
  private chosenSlot: string | null;
  private firstDoor: string | null = null;

  constructor(choice?: { readonly door: string; readonly slot: string | null }) {
    this.chosenDoor = choice?.door ?? null;
    this.chosenSlot = choice?.slot ?? null;
  }

  learn(learned: Learned, now: number): void {
    this.told = learned;
    this.scopes = doorsOf(learned.told);
    this.firstDoor ??= doorNow(this.scopes, now)?.id ?? null;
  }

  /** The last sync; null before the first. */
  get learned(): Learned | null {
    return this.told;
  }

  get isLead(): boolean {
    return this.told?.told.device.role === "lead";
  }

  get doors(): readonly DoorScope[] {
    return this.scopes;
  }

  get door(): DoorScope | null {
    const byId = (id: string | null) => this.doors.find((door) => door.id === id);
    return byId(this.chosenDoor) ?? byId(this.firstDoor) ?? this.doors[0] ?? null;
  }

  slot(now: number): ToldSlot | null {
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
}
