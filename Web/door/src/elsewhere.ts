import type { Answer } from "./answer";
import type { Memory } from "./memory";
import type { LocalText } from "./texts";

/** Where else one can go with a ticket of this festival, as a sync tells it: without slots where the phone has this version. */
export interface ToldElsewhere {
  readonly version: string;
  readonly venues?: readonly LocalText[];
  readonly slots?: readonly { readonly number: number; readonly title: LocalText; readonly venue: number; readonly start: string }[];
}

/** The slots of the whole festival, for whoever stands at the wrong door. It is kept apart from the rest, since it seldom changes. */
export class Elsewhere {
  private readonly memory: Memory;
  private known: ToldElsewhere | null;

  private constructor(memory: Memory, known: ToldElsewhere | null) {
    this.memory = memory;
    this.known = known;
  }

  static async open(memory: Memory): Promise<Elsewhere> {
    return new Elsewhere(memory, (await memory.get("elsewhere")) ?? null);
  }

  /** For the sync; empty: nothing is known. */
  get version(): string {
    return this.known?.version ?? "";
  }

  /** The slot with this number; null where nobody has told of it. */
  of(number: number): Answer["slot"] {
    const slot = this.known?.slots?.find((each) => each.number === number);
    const venue = slot && this.known?.venues?.[slot.venue];
    return slot && venue ? { title: slot.title, start: slot.start, venue } : null;
  }

  async learn(told: ToldElsewhere | undefined): Promise<void> {
    if (!told?.slots || !told.venues) return;
    this.known = told;
    try {
      await this.memory.put("elsewhere", told);
    } catch (trouble) {
      console.warn("No room to keep where else one can go:", trouble);
    }
  }
}
