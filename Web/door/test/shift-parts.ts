import type { Answer } from "../src/answer";
import { Clock } from "../src/clock";
import type { ToldElsewhere } from "../src/elsewhere";
import type { Memory } from "../src/memory";
import type { KeptScan } from "../src/scan";
import { Server } from "../src/server";
import { Shift } from "../src/shift";
import type { ToldSlot } from "../src/told";
import { aMemory, aSlot, aTold, Press, rosterBytes, type TestEntry, type TestTicket } from "./parts";

type Fault = "lost" | "answer-lost" | "hangs" | number;

/** A small server of one slot, as the door's contract describes it: enough to hold the phone to it. */
export class FakeServer {
  readonly press: Press;
  readonly slot: ToldSlot;
  readonly stored = new Map<string, any>();
  readonly batches: number[] = [];
  /** Every address, in the order of asking. */
  readonly asked: string[] = [];
  readonly tokens = new Map<string, TestTicket>();
  entries: TestEntry[] = [];
  more: Partial<ToldSlot> = {};
  /** Further slots, whose rosters are empty. */
  others: ToldSlot[] = [];
  role: "volunteer" | "lead" = "volunteer";
  /** What goes wrong at the next requests whose address ends so. */
  faults: { address: string; fault: Fault; headers?: Record<string, string>; code?: string }[] = [];
  refuses: ((scan: any) => { code: string; field: string } | null) = () => null;
  /** Of a scan whose guests came in: why none of them is counted. */
  clashes: (scan: any) => "void" | "room" | null = () => null;
  tooMany = Number.POSITIVE_INFINITY;
  version = 1;
  aheadMilliseconds = 0;
  readonly lastWords: string[] = [];
  elsewhere: ToldElsewhere = { version: "none" };

  private constructor(press: Press, slot: ToldSlot) {
    this.press = press;
    this.slot = slot;
  }

  static async open(more: Partial<ToldSlot> = {}): Promise<FakeServer> {
    return new FakeServer(await Press.make(), aSlot("clay", 0, { capacity: 30, taken: 20, ...more }, Date.now()));
  }

  async print(ticket: TestTicket): Promise<string> {
    const { text } = await this.press.print(ticket);
    this.tokens.set(text, ticket);
    return text;
  }

  get inside(): number {
    return [...this.stored.values()].reduce((sum, { places }) => sum + places, 0);
  }

  readonly send = (async (address: string, request: RequestInit) => {
    this.asked.push(address);
    const at = this.faults.findIndex((each) => address.startsWith(each.address));
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    if (fault?.fault === "lost") throw new TypeError("Failed to fetch");
    if (fault?.fault === "hangs") return hanging(request.signal!);
    if (typeof fault?.fault === "number") return new Response(JSON.stringify(fault.code ? { code: fault.code } : {}), { status: fault.fault, headers: fault.headers ?? {} });
    const answer = await this.answer(address, request);
    if (fault?.fault === "answer-lost") throw new TypeError("Failed to fetch");
    return answer;
  }) as typeof fetch;

  private async answer(address: string, request: RequestInit): Promise<Response> {
    const body = request.body ? JSON.parse(String(request.body)) : null;
    if (address.startsWith("/api/door/roster/")) return new Response(rosterBytes(address.includes(this.slot.id) ? this.entries : []), { headers: { "Esik-Cursor": String(this.version) } });
    if (address === "/api/door/sync") return json(await this.told(body));
    const lastWords = new Headers(request.headers).get("Esik-Last-Words");
    if (lastWords) this.lastWords.push(lastWords);
    if (body.scans.length > this.tooMany) return new Response("", { status: 413 });
    this.batches.push(body.scans.length);
    return json({ answers: await Promise.all(body.scans.map((scan: any) => this.take(scan))) });
  }

  private async told(body: any): Promise<unknown> {
    const changed = body.known[this.slot.id] !== String(this.version);
    const slot = { ...this.slot, inside: this.inside, ...this.more, changed };
    const others = this.others.map((each) => ({ ...each, changed: body.known[each.id] !== String(this.version) }));
    const told = await aTold(this.press, [slot, ...others], { now: new Date(Date.now() + this.aheadMilliseconds).toISOString() });
    const { version } = this.elsewhere;
    return { ...told, device: { ...told.device, role: this.role }, elsewhere: body.elsewhere === version ? { version } : this.elsewhere };
  }

  private async take(scan: any): Promise<unknown> {
    const refused = this.refuses(scan);
    if (refused) return { scanId: scan.scanId, answer: "set-aside", ...refused };
    if (this.stored.has(scan.scanId)) return this.said(scan.scanId);
    this.stored.set(scan.scanId, { scanId: scan.scanId, ...this.judge(scan) });
    return this.said(scan.scanId);
  }

  /** As DoorJson.cs has it: numbers are there whatever the answer, and whose ticket it was only for a typed code. */
  private said(scanId: string): unknown {
    const { ticket: _, places, left = 0, party = 0, ...rest } = this.stored.get(scanId);
    return { ...rest, places: Math.abs(places), left, party, inside: this.inside, taken: 20, capacity: 30 };
  }

  private judge(scan: any): { answer: string; places: number; left?: number; party?: number; ticket?: string; over?: number; cause?: string } {
    const { ticket, party } = scan;
    const undone = this.stored.get(scan.undoes);
    if (scan.kind === "undo") return { answer: "undone", places: -(undone?.places ?? 0), party: undone?.party, ticket: undone?.ticket };
    if (scan.kind === "walk-in") return { answer: "welcome", places: scan.places };
    // What a phone refused alone is kept as it was shown; nobody looks how many of the party are left.
    if (scan.shown !== "welcome") return { answer: scan.shown, places: 0, party };
    const others = [...this.stored.values()].filter((each) => each.ticket === ticket).reduce((sum, each) => sum + each.places, 0);
    const left = party - others;
    const cause = this.clashes(scan);
    if (cause) return { answer: "clash", places: 0, left: cause === "void" ? 0 : left, party, ticket, over: scan.places, cause };
    if (scan.places <= left) return { answer: "welcome", places: scan.places, left: left - scan.places, party, ticket };
    return { answer: "clash", places: left, party, ticket, over: scan.places - left, cause: "twice" };
  }
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
}

function hanging(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))));
}

export interface TestPhone {
  readonly memory: Memory;
  readonly shift: Shift;
  readonly clock: Clock;
  readonly answered: { kept: KeptScan; answer: Answer }[];
  readonly events: string[];
  scan(text: string, places?: number): Promise<string>;
  /** One sync, right now, whatever the rhythm says. */
  sync(): Promise<string>;
}

export const post = { door: "main", slot: "clay" };

/** A server with these tickets, each for one, and a phone that has heard of them. */
export async function atTheDoor(...ids: readonly string[]): Promise<{ readonly server: FakeServer; readonly phone: TestPhone }> {
  const server = await FakeServer.open();
  server.entries = ids.map((id) => ({ id }));
  const phone = await aPhone(server);
  if ((await phone.sync()) !== "synced") throw new Error("The phone does not sync.");
  return { server, phone };
}

/** A phone at the door of a fake server; with a memory, the phone that had it before. */
export async function aPhone(server: Pick<FakeServer, "send">, memory?: Memory): Promise<TestPhone> {
  const mine = memory ?? (await aMemory());
  const clock = new Clock();
  const answered: TestPhone["answered"] = [];
  const events: string[] = [];
  const shift = await Shift.open(mine, new Server("secret-token", server.send), clock, {
    changed: () => events.push("changed"), learned: () => events.push("learned"), revoked: () => events.push("revoked"),
    answered: (kept, answer) => answered.push({ kept, answer }),
  });
  return {
    memory: mine, shift, clock, answered, events,
    scan: async (text, places) => (await shift.keeper.check(text, post, places ?? null)).answer,
    sync: async () => (await shift.syncOnce()).kind,
  };
}
