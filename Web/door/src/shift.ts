import { toldAnswer, type Answer } from "./answer";
import type { Clock } from "./clock";
import { Doorkeeper } from "./doorkeeper";
import { Elsewhere } from "./elsewhere";
import { farewell } from "./farewell";
import type { Memory } from "./memory";
import { ScanQueue } from "./queue";
import { Rhythm } from "./rhythm";
import { Rosters } from "./rosters";
import { happenedAt, type KeptScan, type TicketScan } from "./scan";
import { pause, type Server } from "./server";
import { Syncing, type Outcome, type Settled } from "./syncing";
import type { Learned } from "./told";

export type SyncState =
  | { readonly kind: "first" }
  | { readonly kind: "synced" }
  | { readonly kind: "no-network" }
  /** The server is there, and does not take what this phone has; `why` says in what way. */
  | { readonly kind: "cannot"; readonly why: "server" | "ended" | "refused"; readonly code: string };

export interface ShiftEvents {
  /** Something that the page shows has changed. */
  changed(): void;
  learned(learned: Learned): void;
  /** The server answered a scan of this phone. */
  answered(kept: KeptScan, answer: Answer): void;
  revoked(): void;
}

/** So long after its slot a scan that the server has is of no more use on the phone. */
const keptMilliseconds = 24 * 3_600_000;

/** A volunteer's shift at the door: everything that goes on behind the page, from the first opening until the pass ends. */
export class Shift {
  readonly keeper: Doorkeeper;
  readonly queue: ScanQueue;
  private readonly memory: Memory;
  private readonly syncing: Syncing;
  private readonly rosters: Rosters;
  private readonly events: ShiftEvents;
  private readonly rhythm: Rhythm;
  private last: Learned | null = null;
  private isRetired = false;
  private syncedAt: number | null = null;
  private now: SyncState = { kind: "first" };

  private constructor(memory: Memory, server: Server, clock: Clock, queue: ScanQueue, rosters: Rosters, elsewhere: Elsewhere, events: ShiftEvents) {
    this.queue = queue;
    this.rosters = rosters;
    this.events = events;
    this.keeper = new Doorkeeper(queue, rosters, elsewhere, clock);
    this.memory = memory;
    this.syncing = new Syncing({
      server, memory, queue, rosters, elsewhere, clock,
      settled: (settled) => this.settle(settled),
      learned: (learned) => this.learn(learned),
      knownAt: () => this.syncedAt,
      heardAll: (at) => void (this.syncedAt = at),
    });
    this.rhythm = new Rhythm({ once: () => this.syncing.once(), hasNew: () => queue.waitingCount > 0, done: (outcome) => this.done(outcome) });
  }

  /** Takes up what the phone knows from before; asks nobody. */
  static async open(memory: Memory, server: Server, clock: Clock, events: ShiftEvents): Promise<Shift> {
    const shift = new Shift(memory, server, clock, await ScanQueue.open(memory), await Rosters.open(memory), await Elsewhere.open(memory), events);
    await shift.recall(clock);
    return shift;
  }

  get state(): SyncState {
    return this.now;
  }

  get learned(): Learned | null {
    return this.last;
  }

  /** When this phone last heard everything, by its own clock; null: never. */
  get knownAt(): number | null {
    return this.syncedAt;
  }

  /** At once; resolves when that sync is over. */
  async sync(): Promise<void> {
    await this.rhythm.sync();
  }

  /** The browser knows that there is no network: until a sync finds one, nothing is called synced. */
  leaveNetwork(): void {
    if (this.now.kind === "synced" || this.now.kind === "first") this.now = { kind: "no-network" };
    this.events.changed();
  }

  /** One exchange with the server outside the rhythm. */
  syncOnce(): Promise<Outcome> {
    return this.syncing.once();
  }

  scanned(): void {
    this.rhythm.scanned();
  }

  stop(): void {
    this.rhythm.stop();
  }

  /** Syncs no more, once the scans that live only in this page are handed in. */
  retire(): void {
    this.isRetired = true;
    if (this.queue.atRiskCount === 0) this.stop();
  }

  /** The pass was revoked: hands in what waits, and leaves nothing on the phone. `told` hears how many still wait. */
  async end(told: (waiting: number) => void, wait = pause): Promise<void> {
    this.stop();
    await farewell({ memory: this.memory, queue: this.queue, syncing: this.syncing, told, wait });
  }

  /** The server answered what only it can say. Whom it let in by that, the phone knows before the next sync. */
  asked(slot: string, answer: Answer): void {
    if (answer.counts) this.keeper.tallies.answered(slot, answer.counts, Date.now());
    this.learnAdmitted(slot, answer);
  }

  private async recall(clock: Clock): Promise<void> {
    const learned = await this.memory.get("learned");
    if (!learned) return;
    try {
      clock.learn(learned);
      await this.learn(learned);
      this.syncedAt = learned.knownAt === undefined ? learned.at : learned.knownAt;
    } catch (trouble) {
      console.warn("What was last told cannot be used; the next sync tells it anew:", trouble);
    }
  }

  private async learn(learned: Learned): Promise<void> {
    await this.keeper.learn(learned);
    this.last = learned;
    this.events.learned(learned);
    const now = Date.parse(learned.told.now);
    const ends = new Map(learned.told.slots.map((slot) => [slot.id, Date.parse(slot.end)]));
    await this.queue.forget(({ scan }) => now - (ends.get(scan.slot) ?? happenedAt(scan)) > keptMilliseconds);
  }

  private settle(settled: readonly Settled[]): void {
    for (const { kept, told } of settled) {
      const answer = toldAnswer(told);
      if (answer) this.learnFrom(kept, answer);
      if (answer) this.events.answered(kept, answer);
    }
    this.events.changed();
  }

  private learnFrom({ scan, doneAt }: KeptScan, answer: Answer): void {
    if (answer.counts) this.keeper.tallies.answered(scan.slot, answer.counts, doneAt ?? Date.now());
    if (scan.kind === "undo" && answer.answer === "undone") this.learnGone(scan.slot, scan.undoes, answer.places ?? 0);
    // Of whom this phone turned away the server only says back what was shown: it has judged nothing.
    if (scan.kind === "scan" && answer.answer === "clash") this.learnClash(scan, answer);
    if (scan.kind === "scan" && scan.shown === "welcome") this.learnAdmitted(scan.slot, { ...answer, ticket: scan.ticket, issue: scan.issue, party: answer.party ?? scan.party });
  }

  private learnAdmitted(slot: string, { answer, ticket, issue, party, left }: Answer): void {
    if (ticket === null || issue === null || party === null || left === null || (answer !== "welcome" && answer !== "already-inside")) return;
    this.rosters.of(slot)?.learnAdmitted(ticket, issue, party - left);
  }

  /** Before the next roster tells so: the ticket is used up, or opens no door. Where the room was full, the ticket is as good as it was. */
  private learnClash({ slot, ticket, issue, party }: TicketScan, { cause }: Answer): void {
    if (cause === "void") this.rosters.of(slot)?.learnVoid(ticket, issue);
    else if (cause !== "room") this.rosters.of(slot)?.learnAdmitted(ticket, issue, party);
  }

  /** Until the next roster tells so, the ticket's places that were taken back are free again. */
  private learnGone(slot: string, undone: string, places: number): void {
    const origin = this.queue.find(undone)?.scan;
    if (origin?.kind !== "scan") return;
    const known = this.rosters.of(slot)?.find(origin.ticket);
    if (known) this.rosters.of(slot)?.learnAdmitted(origin.ticket, Math.max(origin.issue, known.issue), Math.max(0, known.admitted - places));
  }

  private done(outcome: Outcome): void {
    if (outcome.kind === "revoked") return this.events.revoked();
    if (this.isRetired && this.queue.atRiskCount === 0) this.stop();
    this.now = stateOf(outcome);
    this.events.changed();
  }
}

function stateOf(outcome: Exclude<Outcome, { kind: "revoked" }>): SyncState {
  switch (outcome.kind) {
    case "synced": return { kind: "synced" };
    case "unreachable": return outcome.why === "no-network" ? { kind: "no-network" } : { kind: "cannot", why: "server", code: "" };
    case "ended": return { kind: "cannot", why: "ended", code: "device-unknown" };
    case "refused": return { kind: "cannot", why: "refused", code: outcome.code };
  }
}
