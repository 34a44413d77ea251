import type { Answer, Proof, Verdict } from "./answer";
import type { Doorkeeper, OtherAdmission, Post } from "./doorkeeper";
import type { Gate } from "./gate";
import type { Reason } from "./recent-view";
import type { Shift } from "./shift";
import { pause } from "./server";
import type { Words } from "./texts";

/** How long a question may wait for a sync. */
const syncMilliseconds = 4_000;

/** What a volunteer thinks better of: taking a guest back, letting in fewer, asking once more. */
export class SecondThoughts {
  private readonly shift: Shift;
  private readonly gate: Gate;
  private readonly words: () => Words;

  constructor(shift: Shift, gate: Gate, words: () => Words) {
    this.shift = shift;
    this.gate = gate;
    this.words = words;
  }

  undo(chosen: string | OtherAdmission, reason: Reason): Promise<Answer> {
    const why = this.words().say(`door.undo.reason.${reason}`);
    return typeof chosen === "string" ? this.keeper.undo(chosen, why) : this.keeper.undoOther(chosen, why);
  }

  /** Only so many of those whom a scan let in come in. */
  async fewer(scanId: string, proof: Proof, places: number): Promise<Verdict | null> {
    const kept = this.shift.queue.find(scanId);
    if (!kept) return null;
    const post: Post = { door: kept.scan.door, slot: kept.scan.slot };
    return this.gate.fewer(() => this.undo(scanId, "fewer"), proof, post, places, () => this.synced());
  }

  /** Resolves after a sync, or when that takes too long for a guest. */
  async synced(): Promise<void> {
    await Promise.race([this.shift.sync(), pause(syncMilliseconds)]);
  }

  private get keeper(): Doorkeeper {
    return this.shift.keeper;
  }
}
