import { clashCauseIn } from "./answer";
import { Clock } from "./clock";
import type { Elsewhere } from "./elsewhere";
import type { Memory } from "./memory";
import type { KeptScan } from "./scan";
import { pause, type Reply, type Server } from "./server";
import type { ScanAnswer, ScanQueue } from "./queue";
import type { Rosters } from "./rosters";
import { toldIn, type Learned, type ToldSlot } from "./told";

/** What became of one sync. Everything but "synced" leaves the queue as it was, less what the server has already taken. */
export type Outcome =
  | { readonly kind: "synced" }
  | { readonly kind: "unreachable"; readonly why: "no-network" | "server"; readonly retrySeconds: number }
  | { readonly kind: "ended" }
  | { readonly kind: "revoked" }
  | { readonly kind: "refused"; readonly code: string };

/** A scan that the server has answered, for whoever shows it. */
export interface Settled {
  readonly kept: KeptScan;
  readonly told: Readonly<Record<string, unknown>>;
}

export interface SyncParts {
  readonly server: Server;
  readonly memory: Memory;
  readonly queue: ScanQueue;
  readonly rosters: Rosters;
  readonly elsewhere: Elsewhere;
  readonly clock: Clock;
  readonly settled: (settled: readonly Settled[]) => void;
  readonly learned: (learned: Learned) => Promise<void>;
  /** When everything was last heard; and that it was heard just now. */
  readonly knownAt: () => number | null;
  readonly heardAll: (at: number) => void;
}

const batchMax = 500;
/** Refusals that something in the post itself may have brought about; all others are about the phone or the way to the server. */
const contentStatuses: readonly number[] = [400, 413, 422];
/** So many scans are tried one by one before it is clear that the server refuses all of them. */
const suspectsMax = 3;
/** So often scans go up beside a roster that takes its time. */
const besideMilliseconds = 5_000;

/** One exchange with the server: up go the scans in their order, down comes what changed. Every part may be repeated. */
export class Syncing {
  private readonly parts: SyncParts;
  private batch = batchMax;

  constructor(parts: SyncParts) {
    this.parts = parts;
  }

  async once(): Promise<Outcome> {
    await this.parts.queue.saveRest();
    const handedIn = await this.handIn(false);
    if (handedIn !== null && handedIn.kind !== "refused") return handedIn;
    // A server that refuses scans may still tell what is new.
    const learned = await this.learn();
    return learned.kind === "synced" ? (handedIn ?? learned) : learned;
  }

  /** Hands everything in; null when nothing waits any more. `lastWords`: the pass was revoked, and this is the one time left. */
  async handIn(lastWords: boolean): Promise<Outcome | null> {
    const { queue, server } = this.parts;
    const suspects = new Map<string, string>();
    let isTaking = false;
    for (;;) {
      // Once the server has taken another, a scan that it refuses alone is itself the reason.
      if (isTaking) await this.setAside(suspects);
      const scans = queue.waiting(this.batch, new Set(suspects.keys()));
      const [suspect] = suspects.values();
      if (scans.length === 0) return suspect === undefined ? null : { kind: "refused", code: suspect };
      const reply = await server.scans(scans, { lastWords: !lastWords ? null : scans.length < queue.waitingCount ? "more" : "yes" });
      if (reply.kind === "ok") {
        if (!(await this.settle(reply.body, new Set(scans.map((scan) => scan.scanId))))) return { kind: "unreachable", why: "server", retrySeconds: 0 };
        this.batch = Math.min(batchMax, this.batch * 2);
        isTaking = true;
        continue;
      }
      const outcome = outcomeOf(reply);
      if (outcome.kind !== "refused" || reply.kind !== "refused" || !contentStatuses.includes(reply.status)) return outcome;
      // Too large, or something in it that the server refuses as a whole: by halves the one that it means is found, and blocks no other.
      if (scans.length > 1) this.batch = Math.ceil(scans.length / 2);
      else if (suspects.set(scans[0]!.scanId, outcome.code).size > suspectsMax && !isTaking) return outcome;
    }
  }

  private async setAside(suspects: Map<string, string>): Promise<void> {
    const answers = [...suspects].map(([scanId, code]) => ({ scanId, answer: "set-aside", places: 0, code, field: null }));
    suspects.clear();
    await this.parts.queue.settle(answers, Date.now());
  }

  /** False when the answer takes none of the scans: asking again at once would go on for ever. */
  private async settle(body: unknown, asked: ReadonlySet<string>): Promise<boolean> {
    const answers = (body as { answers?: unknown } | null)?.answers;
    if (!Array.isArray(answers)) return false;
    const told = new Map(answers.filter((each) => typeof each?.answer === "string" && asked.has(each.scanId)).map((each) => [each.scanId as string, each]));
    const settled = await this.parts.queue.settle([...told.values()].map(answerOf), Date.now());
    this.parts.settled(settled.map((kept) => ({ kept, told: told.get(kept.scan.scanId) })));
    return settled.length > 0;
  }

  private async learn(): Promise<Outcome> {
    const { server, memory, queue, rosters, elsewhere, clock } = this.parts;
    const sent = Date.now();
    const reply = await server.sync({ waiting: queue.waitingCount, setAside: queue.aside.length, known: rosters.cursors, elsewhere: elsewhere.version });
    if (reply.kind !== "ok") return outcomeOf(reply);
    const whole = toldIn(reply.body);
    if (!whole) return { kind: "unreachable", why: "server", retrySeconds: 0 };
    const { elsewhere: others, ...told } = whole;
    await elsewhere.learn(others);
    const learned: Learned = { told, at: sent, offsetMilliseconds: Clock.offset(told.now, sent, Date.now()) };
    clock.learn(learned);
    await this.parts.learned(learned);
    const [due, same] = [true, false].map((isDue) => told.slots.filter((slot) => !slot.openEntrance && (slot.changed || !rosters.of(slot.id)) === isDue)) as [ToldSlot[], ToldSlot[]];
    // Of a door that has closed nothing is told any more.
    for (const { id, doorCloses } of same) if (Date.parse(told.now) < Date.parse(doorCloses)) rosters.heard(id, sent);
    // Rosters may take long on a slow network, and the page may be killed before they are there.
    if (due.length > 0) await memory.put("learned", { ...learned, knownAt: this.parts.knownAt() });
    const trouble = due.length === 0 ? null : await this.handingInBeside(this.learnRosters(due, Date.parse(told.now), sent));
    await rosters.keepOnly(new Set(told.slots.map((slot) => slot.id)));
    if (trouble) return trouble;
    this.parts.heardAll(sent);
    await memory.put("learned", { ...learned, knownAt: sent });
    return { kind: "synced" };
  }

  /** What is nearest in time first. One that does not come keeps no other from being asked for. */
  private async learnRosters(slots: readonly ToldSlot[], now: number, sent: number): Promise<Trouble | null> {
    const distance = (slot: ToldSlot) => Math.abs(Date.parse(slot.start) - now);
    let first: Trouble | null = null;
    for (const { id } of [...slots].sort((a, b) => distance(a) - distance(b))) {
      const trouble = await this.learnRoster(id);
      if (!trouble) this.parts.rosters.heard(id, sent);
      first ??= trouble;
      if (trouble && isOfAll(trouble)) return trouble;
    }
    return first;
  }

  private async handingInBeside<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const done = work.finally(() => (isOver = true));
    while (!isOver) {
      await Promise.race([done, pause(besideMilliseconds)]);
      if (!isOver && this.parts.queue.waitingCount > 0) await this.handIn(false);
    }
    return done;
  }

  private async learnRoster(slot: string): Promise<Trouble | null> {
    const { rosters, server } = this.parts;
    let since = rosters.since(slot);
    let reply = await server.roster(slot, since);
    if (since === null && reply.kind === "unreachable" && reply.retrySeconds === 0) {
      since = rosters.putOff(slot);
      if (since !== null) reply = await server.roster(slot, since);
    }
    if (reply.kind !== "ok") return outcomeOf(reply);
    const cursor = reply.headers.get("Esik-Cursor");
    try {
      if (cursor === null) throw new RangeError("A roster without a cursor.");
      await rosters.learn(slot, since, cursor, reply.body);
      return null;
    } catch (trouble) {
      console.warn("That was no roster:", trouble);
      return { kind: "unreachable", why: "server", retrySeconds: 0 };
    }
  }
}

type Trouble = Exclude<Outcome, { kind: "synced" }>;

/** Asking for anything else would be answered no otherwise. */
function isOfAll(trouble: Trouble): boolean {
  return trouble.kind === "ended" || trouble.kind === "revoked" || (trouble.kind === "unreachable" && trouble.retrySeconds > 0);
}

function outcomeOf(reply: Exclude<Reply, { kind: "ok" }>): Trouble {
  if (reply.kind === "unreachable") return reply;
  if (reply.status === 401) return { kind: "ended" };
  return reply.code === "device-revoked" ? { kind: "revoked" } : { kind: "refused", code: reply.code };
}

function answerOf(told: Record<string, unknown>): ScanAnswer {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const places = typeof told["places"] === "number" ? told["places"] : 0;
  return { scanId: String(told["scanId"]), answer: String(told["answer"]), places, code: text(told["code"]), field: text(told["field"]), cause: clashCauseIn(told) };
}
