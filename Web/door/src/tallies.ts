import type { Counts } from "./answer";
import type { ScanQueue } from "./queue";
import type { Learned, ToldSlot } from "./told";

/** The server writes its sums down once a second: an answer to a scan is newer than a sync that was asked for so soon after it. */
const sumsMilliseconds = 2_500;

/** Who is inside, as last told, and what this phone has let in since. */
export class Tallies {
  private readonly queue: ScanQueue;
  private readonly told = new Map<string, Counts>();
  private readonly answeredAt = new Map<string, number>();

  constructor(queue: ScanQueue) {
    this.queue = queue;
  }

  learn({ told, at }: Learned): void {
    for (const slot of told.slots) {
      if (at - (this.answeredAt.get(slot.id) ?? 0) >= sumsMilliseconds) this.told.set(slot.id, countsOf(slot));
    }
  }

  answered(slot: string, counts: Counts, now: number): void {
    this.told.set(slot, counts);
    this.answeredAt.set(slot, now);
  }

  of(slot: string): Counts | null {
    const counts = this.told.get(slot);
    return counts ? { ...counts, inside: Math.max(0, counts.inside + this.queue.waitingIn(slot)) } : null;
  }
}

function countsOf({ inside, taken, capacity }: ToldSlot): Counts {
  return { inside, taken, capacity };
}
