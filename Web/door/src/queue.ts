import type { ClashCause } from "./answer";
import type { Memory } from "./memory";
import { peopleOf, type DoorScan, type KeptScan } from "./scan";

/** How the server answered one scan of a batch. */
export interface ScanAnswer {
  readonly scanId: string;
  readonly answer: string;
  readonly places: number;
  readonly code: string | null;
  readonly field: string | null;
  readonly cause?: ClashCause | null;
}

export interface Net {
  /** People who came in by this phone, who was taken back taken off. */
  readonly total: number;
  /** The part of them that the server has not answered yet; an undo that waits counts below zero. */
  readonly waiting: number;
  /** Those of whom the server had answered before a moment, and whom this phone did not take back since. */
  readonly older: number;
  /** The highest issue of the ticket that was shown here; 0: none. */
  readonly issue: number;
}

/** Every scan of this phone: those that the server does not have yet, and those that it answered. In the order of scanning. */
export class ScanQueue {
  private readonly memory: Memory;
  private readonly kept: Map<string, KeptScan>;
  private readonly unsaved = new Set<string>();
  private last: number;

  private constructor(memory: Memory, scans: readonly KeptScan[]) {
    this.memory = memory;
    this.kept = new Map(scans.map((each) => [each.scan.scanId, each]));
    this.last = scans.at(-1)?.n ?? 0;
  }

  static async open(memory: Memory): Promise<ScanQueue> {
    return new ScanQueue(memory, [...(await memory.scans())].sort((a, b) => a.n - b.n));
  }

  /** Resolves when the scan is kept; on a full phone, as long as this page lives. Only then may the screen show its answer. */
  async add(scan: DoorScan, places: number, over = 0): Promise<void> {
    await this.keep({ n: this.next(), scan, places, ...(over === 0 ? {} : { over }), state: "waiting" });
  }

  /** Keeps what the server has judged already, so that it can be taken back like any other. */
  async addDone(scan: DoorScan, places: number, now: number): Promise<void> {
    await this.keep({ n: this.next(), scan, places, state: "done", doneAt: now, told: scan.shown });
  }

  find(scanId: string): KeptScan | null {
    return this.kept.get(scanId) ?? null;
  }

  get all(): Iterable<KeptScan> {
    return this.kept.values();
  }

  /** The oldest scans that the server does not have. */
  waiting(max: number, without: ReadonlySet<string> = new Set()): readonly DoorScan[] {
    return this.in("waiting").map((each) => each.scan).filter((scan) => !without.has(scan.scanId)).slice(0, max);
  }

  get waitingCount(): number {
    return this.in("waiting").length;
  }

  get aside(): readonly KeptScan[] {
    return this.in("aside");
  }

  /** Scans whose guests had no place any more, as the server found, and of which the lead was not told. */
  get clashCount(): number {
    return this.clashes.length;
  }

  /** The lead was told of all of them. */
  async confirmClashes(): Promise<void> {
    const seen = this.clashes.map((each) => ({ ...each, seen: true }));
    for (const each of seen) this.kept.set(each.scan.scanId, each);
    await this.save(seen);
  }

  private get clashes(): readonly KeptScan[] {
    return this.in("done").filter((each) => each.told === "clash" && !each.seen);
  }

  /** Scans that would be lost with this page: neither the phone nor the server has them. */
  get atRiskCount(): number {
    return [...this.unsaved].filter((id) => this.kept.get(id)?.state !== "done").length;
  }

  /** False: the phone has no room, and some scans live only as long as this page. */
  get isSaved(): boolean {
    return this.unsaved.size === 0;
  }

  /** Tries again to write down what found no room before. */
  async saveRest(): Promise<void> {
    await this.save([...this.unsaved].map((id) => this.kept.get(id)).filter((each) => each !== undefined));
  }

  /** Takes over what the server said. What it set aside stays here, with its reason, and blocks nothing. */
  async settle(answers: readonly ScanAnswer[], now: number): Promise<readonly KeptScan[]> {
    const settled: KeptScan[] = [];
    for (const answer of answers) {
      const before = this.kept.get(answer.scanId);
      if (before?.state !== "waiting" || answer.answer === "busy") continue;
      const after = settledBy(before, answer, now);
      this.kept.set(answer.scanId, after);
      settled.push(after);
    }
    await this.save(settled);
    return settled;
  }

  /** Everybody whom this phone let in on a ticket, whatever its issue: also whom the server does not count. `before`: as of then. */
  netOf(ticket: string, before = Number.NEGATIVE_INFINITY): Net {
    let [total, waiting, older, issue] = [0, 0, 0, 0];
    for (const each of this.kept.values()) {
      const origin = this.origin(each.scan);
      if (origin?.kind !== "scan" || origin.ticket !== ticket) continue;
      total += peopleOf(each);
      issue = Math.max(issue, origin.issue);
      if (each.state === "waiting") waiting += peopleOf(each);
      const isOlder = each.scan.kind === "scan" && each.state === "done" && (each.doneAt ?? 0) < before;
      // Whom only a full room stood against have gone, or the ticket counts them.
      if (isOlder && !this.isUndone(each.scan.scanId)) older += each.cause === "room" ? peopleOf(each) : each.places;
    }
    return { total, waiting, older, issue };
  }

  /** Places that this phone filled in a slot, and that the server has not counted yet. */
  waitingIn(slot: string): number {
    let sum = 0;
    for (const each of this.kept.values()) {
      if (each.state === "waiting" && this.origin(each.scan)?.slot === slot) sum += each.places;
    }
    return sum;
  }

  /** Walk-ins of this slot that the server cannot have counted when it answered at `since`, by this phone's clock. */
  walkInsSince(slot: string, since: number): number {
    let sum = 0;
    for (const each of this.kept.values()) {
      const isLater = each.state === "waiting" || (each.doneAt ?? 0) >= since;
      if (isLater && each.scan.slot === slot && this.origin(each.scan)?.kind === "walk-in") sum += each.places;
    }
    return Math.max(0, sum);
  }

  isUndone(scanId: string): boolean {
    for (const each of this.kept.values()) {
      if (each.scan.kind === "undo" && each.scan.undoes === scanId && peopleOf(each) !== 0) return true;
    }
    return false;
  }

  /** Drops what the server has answered and nobody needs any more. */
  async forget(isOver: (kept: KeptScan) => boolean): Promise<void> {
    const gone = this.in("done").filter(isOver);
    for (const { scan } of gone) {
      this.kept.delete(scan.scanId);
      this.unsaved.delete(scan.scanId);
    }
    if (gone.length > 0) await this.memory.dropScans(gone.map((each) => each.n));
  }

  /** By time, so that two pages of one phone never write over each other's scans; always above the one before, whatever the clock does. */
  private next(): number {
    this.last = Math.max(this.last + 1, Date.now() * 1_000 + Math.floor(Math.random() * 1_000));
    return this.last;
  }

  private async keep(kept: KeptScan): Promise<void> {
    this.kept.set(kept.scan.scanId, kept);
    await this.save([kept]);
  }

  private origin(scan: DoorScan): DoorScan | null {
    return scan.kind === "undo" ? (this.kept.get(scan.undoes)?.scan ?? null) : scan;
  }

  private in(state: KeptScan["state"]): KeptScan[] {
    return [...this.kept.values()].filter((each) => each.state === state);
  }

  private async save(scans: readonly KeptScan[]): Promise<void> {
    if (scans.length === 0) return;
    try {
      await this.memory.putScans(scans);
      for (const { scan } of scans) this.unsaved.delete(scan.scanId);
    } catch (trouble) {
      // A full phone goes on scanning; the page says that it must stay open.
      console.warn("No room to keep a scan:", trouble);
      for (const { scan } of scans) this.unsaved.add(scan.scanId);
    }
  }
}

function settledBy(before: KeptScan, { answer, places, code, field, cause }: ScanAnswer, now: number): KeptScan {
  if (answer === "set-aside") return { ...before, state: "aside", trouble: { code: code ?? "unknown", field } };
  const { kind } = before.scan;
  const counted = kind === "undo" ? (answer === "undone" ? before.places : 0) : answer === "welcome" || answer === "clash" ? places : 0;
  const over = kind === "undo" ? (answer === "undone" ? (before.over ?? 0) : 0) : peopleOf(before) - counted;
  // The proof has done its work.
  const scan = before.scan.kind === "scan" ? { ...before.scan, proof: "" } : before.scan;
  return { ...before, scan, places: counted, over, state: "done", doneAt: now, told: answer, ...(cause ? { cause } : {}) };
}
