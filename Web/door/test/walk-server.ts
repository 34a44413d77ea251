import type { ToldSlot } from "../src/told";
import { aSlot, aTold, Press, rosterBytes } from "./parts";

const states = { confirmed: 0, cancelled: 1 } as const;

interface Guest {
  readonly id: string;
  readonly party: number;
  issue: number;
  state: keyof typeof states;
  /** When the doors' knowledge of it changed last. */
  version: number;
}

interface Stored {
  readonly answer: Readonly<Record<string, unknown>> & { readonly answer: string };
  readonly device: number;
  readonly scan: any;
  people: number;
  isUndone: boolean;
  /** Counted on its ticket: not void. */
  readonly isCounted: boolean;
}

/** A server of one slot that does as the real one: keeps check-ins and not counts, answers in its shapes, tells in a roster what changed. */
export class WalkServer {
  readonly guests: Guest[] = [];
  readonly stored = new Map<string, Stored>();
  readonly mistakes: string[] = [];
  private readonly press: Press;
  private readonly slot: ToldSlot;
  private version = 1;

  private constructor(press: Press, slot: ToldSlot) {
    this.press = press;
    this.slot = slot;
  }

  /** `isFull`: as many have tickets as there are places, and those of who has not come are for others by now. */
  static async open(press: Press, parties: readonly number[], isFull: boolean): Promise<WalkServer> {
    const places = parties.reduce((sum, party) => sum + party, 0);
    const room = isFull ? { capacity: places, taken: places, releaseAt: new Date(Date.now() - 60_000).toISOString() } : { capacity: 500, taken: 100 };
    const server = new WalkServer(press, aSlot("clay", 0, { ...room, walkIns: { free: 100, allowance: 3, inside: 0 } }, Date.now()));
    for (const [n, party] of parties.entries()) server.guests.push({ id: (n + 1).toString(16).padStart(16, "0"), party, issue: 1, state: "confirmed", version: 1 });
    return server;
  }

  print({ id, party, issue }: Guest): Promise<string> {
    return this.press.print({ id, party, issue }).then(({ text }) => text);
  }

  /** The same guest gets another ticket; who came in by the one before is counted on it. */
  renew(guest: Guest): void {
    guest.issue++;
    guest.state = "confirmed";
    this.changed(guest);
  }

  /** Who has come cannot give the places back. */
  withdraw(guest: Guest): void {
    if (guest.state !== "confirmed" || this.admitted(guest) > 0) return;
    guest.issue++;
    guest.state = "cancelled";
    this.changed(guest);
  }

  admitted({ id, party }: Guest): number {
    return Math.min(party, this.people(id));
  }

  get inside(): number {
    const walkIns = [...this.stored.values()].filter((each) => each.scan.kind === "walk-in" && each.isCounted && !each.isUndone).reduce((sum, each) => sum + each.people, 0);
    return walkIns + this.guests.reduce((sum, guest) => sum + this.admitted(guest), 0);
  }

  /** Whether the room has no place for so many more. */
  isFullFor(places: number): boolean {
    return this.slot.releaseAt !== null && this.inside + places > this.slot.capacity;
  }

  get isReleased(): boolean {
    return this.slot.releaseAt !== null;
  }

  async answer(address: string, request: RequestInit, device: number): Promise<Response> {
    const body = request.body ? JSON.parse(String(request.body)) : null;
    if (address.startsWith("/api/door/roster/")) return this.roster(new URL(address, "https://door.test").searchParams.get("since"));
    if (address === "/api/door/sync") return json(await this.told(body, device));
    return json({ answers: body.scans.map((scan: any) => this.take(scan, device)) });
  }

  private roster(since: string | null): Response {
    const entries = this.guests.filter(({ version }) => since === null || version > Number(since));
    const bytes = rosterBytes(entries.map((guest) => ({ id: guest.id, issue: guest.issue, state: states[guest.state], admitted: guest.state === "confirmed" ? this.admitted(guest) : 0 })));
    return new Response(bytes, { headers: { "Esik-Cursor": String(this.version) } });
  }

  private async told(body: any, device: number): Promise<unknown> {
    const free = this.isReleased ? Math.max(0, this.slot.capacity - this.inside) : 100;
    const walkIns = { free, allowance: this.isReleased ? Math.floor(free / 3) : 3, inside: 0 };
    const told = await aTold(this.press, [{ ...this.slot, walkIns, inside: this.inside, changed: body.known["clay"] !== String(this.version) }]);
    return { ...told, device: { ...told.device, role: device === 0 ? "lead" : "volunteer" } };
  }

  private take(scan: any, device: number): unknown {
    const isWhole = /^[A-Za-z0-9-]{1,64}$/.test(scan.scanId) && scan.offline === true && Number.isInteger(scan.offsetSeconds) && !Number.isNaN(Date.parse(scan.scannedAt))
      && (scan.kind !== "scan" || (/^[A-Za-z0-9_-]{43}$/.test(scan.proof) && (scan.shown !== "welcome" || (scan.places >= 1 && scan.places <= scan.party))));
    if (!isWhole) this.mistakes.push(`No server could take ${JSON.stringify(scan)}.`);
    if (!isWhole) return { scanId: scan.scanId, answer: "set-aside", code: "scan-unusable", field: "places" };
    if (!this.stored.has(scan.scanId)) this.stored.set(scan.scanId, this.judge(scan, device));
    return { scanId: scan.scanId, ...this.stored.get(scan.scanId)!.answer, inside: this.inside, taken: this.slot.taken, capacity: this.slot.capacity };
  }

  private judge(scan: any, device: number): Stored {
    const nobody = { device, scan, people: 0, isUndone: false, isCounted: false };
    if (scan.kind === "undo") return { ...nobody, answer: this.undo(scan, device) };
    const isFull = this.isFullFor(scan.places);
    const full = { ...nobody, people: scan.places, answer: { answer: "clash", places: 0, over: scan.places, cause: "room", left: 0, party: scan.party ?? 0 } };
    if (scan.kind === "walk-in" && isFull) return full;
    if (scan.kind === "walk-in") return { ...nobody, people: scan.places, isCounted: true, answer: { answer: "welcome", places: scan.places, left: 0, party: 0 } };
    const { party, shown, places } = scan;
    if (shown !== "welcome") return { ...nobody, answer: { answer: shown, places: 0, left: 0, party } };
    const guest = this.guests.find(({ id }) => id === scan.ticket)!;
    if (guest.state !== "confirmed" || scan.issue < guest.issue) {
      return { ...nobody, people: places, answer: { answer: "clash", places: 0, left: 0, party, over: places, cause: "void" } };
    }
    const left = party - this.admitted(guest);
    if (places <= left && isFull) return { ...full, answer: { ...full.answer, left } };
    this.changed(guest);
    const answer = places <= left ? { answer: "welcome", places, left: left - places, party } : { answer: "clash", places: left, left: 0, party, over: places - left, cause: "twice" };
    return { ...nobody, people: places, isCounted: true, answer };
  }

  private undo({ undoes }: any, device: number): Stored["answer"] {
    const target = this.stored.get(undoes);
    if (!target || target.isUndone || target.people === 0 || (device !== 0 && target.device !== device)) return { answer: "not-undone", places: 0, left: 0, party: 0 };
    const before = this.inside;
    target.isUndone = true;
    const guest = this.guests.find(({ id }) => id === target.scan.ticket);
    if (guest) this.changed(guest);
    return { answer: "undone", places: before - this.inside, left: 0, party: target.scan.party ?? 0 };
  }

  private people(id: string): number {
    return [...this.stored.values()].filter((each) => each.scan.ticket === id && each.isCounted && !each.isUndone).reduce((sum, each) => sum + each.people, 0);
  }

  private changed(guest: Guest): void {
    guest.version = ++this.version;
  }
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
}
