import { vi } from "vitest";
import { PageMemory } from "../src/page-memory";
import { peopleOf } from "../src/scan";
import { aMemory, Press } from "./parts";
import { aPhone, post, type TestPhone } from "./shift-parts";
import { WalkServer } from "./walk-server";

/** Numbers from 0 to 1 that a seed decides. */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Faulty {
  /** What is wrong with each phone of the walk. */
  readonly phone?: (phone: TestPhone) => void;
  /** Everybody has come late: the room has fewer places than people want. */
  readonly isFull?: boolean;
  /** What is wrong with the way to the server. */
  readonly sent?: (request: RequestInit) => RequestInit;
}

type Network = "there" | "cut" | "answers are lost" | "torn";

interface Walker {
  readonly device: number;
  phone: TestPhone;
  network: Network;
  /** Somebody is being scanned while a request is under way: not once more within that. */
  isBetween: boolean;
}

/** A few phones at one slot for a while, as a seed has it; then everybody syncs, and what they did is counted by hand. */
export class Walk {
  private static press: Promise<Press> | null = null;
  readonly mistakes: string[] = [];
  private readonly chance: () => number;
  private readonly faulty: Faulty;
  private readonly walkers: Walker[] = [];
  private readonly tokens: { readonly guest: WalkServer["guests"][number]; readonly issue: number; readonly text: string }[] = [];
  private server!: WalkServer;
  private kept = 0;

  private constructor(chance: () => number, faulty: Faulty) {
    this.chance = chance;
    this.faulty = faulty;
  }

  /** What went wrong; nothing, if all is well. */
  static async of(seed: number, faulty: Faulty = {}): Promise<readonly string[]> {
    vi.useFakeTimers({ toFake: ["Date"] });
    const walk = new Walk(chances(seed), faulty);
    // A few write to a real database, which takes its time.
    await walk.begin(seed % 25 === 0);
    for (let step = 0; step < 40; step++) await walk.step();
    await walk.end();
    vi.useRealTimers();
    return [...walk.mistakes, ...walk.server.mistakes].map((mistake) => `seed ${seed}: ${mistake}`);
  }

  private async begin(isOnDisk: boolean): Promise<void> {
    const press = await (Walk.press ??= Press.make());
    this.server = await WalkServer.open(press, [1, 2, 3, 4, 6], this.faulty.isFull === true);
    for (const guest of this.server.guests) await this.print(guest);
    for (let device = 0; device < 3; device++) {
      const walker: Walker = { device, phone: null!, network: "there", isBetween: true };
      await this.openPage(walker, isOnDisk ? await aMemory() : new PageMemory());
      await walker.phone.sync();
      walker.isBetween = false;
      this.walkers.push(walker);
    }
  }

  private async print(guest: WalkServer["guests"][number]): Promise<void> {
    this.tokens.push({ guest, issue: guest.issue, text: await this.server.print(guest) });
  }

  private async openPage(walker: Walker, memory: TestPhone["memory"]): Promise<void> {
    walker.phone = await aPhone({ send: this.network(walker) }, memory);
    this.faulty.phone?.(walker.phone);
  }

  private network(walker: Walker): typeof fetch {
    return (async (address: string, request: RequestInit) => {
      const isTorn = walker.network === "torn" && this.chance() < 0.4;
      if (walker.network === "cut" || isTorn) throw new TypeError("Failed to fetch");
      await this.between(walker);
      const answer = await this.server.answer(address, this.faulty.sent?.(request) ?? request, walker.device);
      await this.between(walker);
      if (walker.network === "answers are lost" || (walker.network === "torn" && this.chance() < 0.4)) throw new TypeError("Failed to fetch");
      return answer;
    }) as typeof fetch;
  }

  /** Guests do not wait for requests. */
  private async between(walker: Walker): Promise<void> {
    if (walker.isBetween || !walker.phone || this.chance() > 0.2) return;
    walker.isBetween = true;
    await (this.chance() < 0.8 ? this.scan(walker) : this.undo(walker));
    walker.isBetween = false;
  }

  private async step(): Promise<void> {
    this.pass(this.chance() * 20_000);
    const walker = this.one(this.walkers);
    const turn = this.chance();
    if (turn < 0.4) await this.scan(walker);
    else if (turn < 0.46) await this.undo(walker);
    else if (turn < 0.52) await this.walkIn(walker);
    else if (turn < 0.56) await this.undoOther();
    else if (turn < 0.74) await walker.phone.sync();
    else if (turn < 0.84) walker.network = this.one(["there", "there", "cut", "answers are lost", "torn"]);
    else if (turn < 0.9) await this.openPage(walker, walker.phone.memory);
    else if (turn < 0.96) await this.renew();
    else this.server.withdraw(this.one(this.server.guests));
  }

  private async scan(walker: Walker): Promise<void> {
    const ticket = this.one(this.tokens);
    const places = this.chance() < 0.5 ? null : 1 + Math.floor(this.chance() * ticket.guest.party);
    await this.show(walker, ticket.text, ticket.guest, places);
  }

  private async show(walker: Walker, text: string, guest: WalkServer["guests"][number], places: number | null): Promise<string> {
    const { answer, scanId } = await walker.phone.shift.keeper.check(text, post, places);
    if (answer === "not-checked") this.mistakes.push("A phone that has synced knows nothing.");
    else this.kept++;
    if (answer === "welcome") this.checkRoom(walker);
    if (answer === "welcome" && this.inBy(walker, guest.id) > guest.party) this.mistakes.push(`Phone ${walker.device} let more in on ${guest.id} than it is for, by ${scanId}.`);
    return answer;
  }

  /** People of a ticket whom this phone let in, and nobody took back. */
  private inBy({ phone }: Walker, id: string): number {
    const undone = new Set([...this.server.stored].filter(([, each]) => each.isUndone).map(([scanId]) => scanId));
    // Whom only a full room stood against may have gone, and come back.
    const own = [...phone.shift.queue.all].filter(({ scan, cause }) => scan.kind === "scan" && scan.ticket === id && scan.shown === "welcome" && cause !== "room");
    return own.filter(({ scan }) => !phone.shift.queue.isUndone(scan.scanId) && !undone.has(scan.scanId)).reduce((sum, kept) => sum + peopleOf(kept), 0);
  }

  /** By its own counter no phone lets in more than the room holds, once the places of who has not come are for others. */
  private checkRoom({ device, phone }: Walker): void {
    const counts = phone.shift.keeper.tallies.of("clay")!;
    if (this.server.isReleased && counts.inside > counts.capacity!) this.mistakes.push(`Phone ${device} lets people in and counts ${counts.inside} inside of ${counts.capacity}.`);
  }

  private async undo(walker: Walker): Promise<void> {
    const { keeper } = walker.phone.shift;
    const own = keeper.undoable();
    if (own.length === 0) return;
    if ((await keeper.undo(this.one(own).scan.scanId, "mistake")).answer === "undone") this.kept++;
  }

  /** The first phone is a lead's, and takes back what another let in, as far as the server knows of it. */
  private async undoOther(): Promise<void> {
    const lead = this.walkers[0]!;
    const others = [...this.server.stored].filter(([, { device, people, isUndone }]) => device !== 0 && people > 0 && !isUndone);
    if (lead.network !== "there" || others.length === 0) return;
    const [scanId, { people }] = this.one(others);
    if ((await lead.phone.shift.keeper.undoOther({ scanId, ...post, places: people }, "left")).answer === "undone") this.kept++;
  }

  private async walkIn(walker: Walker): Promise<void> {
    if ((await walker.phone.shift.keeper.walkIn(post)).answer !== "welcome") return;
    this.kept++;
    this.checkRoom(walker);
  }

  private pass(milliseconds: number): void {
    vi.setSystemTime(Date.now() + milliseconds);
  }

  private async renew(): Promise<void> {
    const guest = this.one(this.server.guests);
    this.server.renew(guest);
    await this.print(guest);
  }

  private async end(): Promise<void> {
    for (const walker of this.walkers) walker.network = "there";
    for (let turn = 0; turn < 2; turn++) for (const walker of this.walkers) await this.syncWhole(walker);
    // So long a server may take to tell of everything.
    this.pass(70_000);
    for (const walker of this.walkers) await this.syncWhole(walker);
    this.count();
    await this.tryAll();
  }

  private async syncWhole(walker: Walker): Promise<void> {
    this.pass(3_000);
    walker.isBetween = true;
    const outcome = await walker.phone.sync();
    walker.isBetween = false;
    const { waitingCount, aside } = walker.phone.shift.queue;
    if (outcome !== "synced" || waitingCount > 0 || aside.length > 0) this.mistakes.push(`Phone ${walker.device} ends with "${outcome}", ${waitingCount} that wait and ${aside.length} set aside.`);
  }

  private count(): void {
    const { server, walkers, kept } = this;
    if (server.stored.size !== kept) this.mistakes.push(`${kept} scans were made, and ${server.stored.size} are stored.`);
    for (const { device, phone } of walkers) {
      const inside = phone.shift.keeper.tallies.of("clay")?.inside;
      if (inside !== server.inside) this.mistakes.push(`Phone ${device} counts ${inside} inside, the server ${server.inside}.`);
      const clashes = [...server.stored.values()].filter((each) => each.device === device && each.answer.answer === "clash").length;
      if (phone.shift.queue.clashCount !== clashes) this.mistakes.push(`Phone ${device} knows of ${phone.shift.queue.clashCount} clashes of ${clashes}.`);
    }
  }

  /** What everybody knows by now is what the server knows: who is due comes in, nobody else does, and no clash comes of it. */
  private async tryAll(): Promise<void> {
    for (const guest of this.server.guests) {
      const walker = this.one(this.walkers);
      if (this.server.isReleased) await this.syncWhole(walker);
      const ticket = this.tokens.filter((each) => each.guest === guest).at(-1)!;
      // Whom the server does not count, the phone that let them in does; then fewer are due to it, and may find room.
      const uncounted = [...walker.phone.shift.queue.all].some(({ scan, over, cause }) => scan.kind === "scan" && scan.ticket === guest.id && over && cause !== "room");
      const left = guest.party - this.server.admitted(guest);
      const expected = guest.state === "cancelled" ? ["cancelled"] : left === 0 ? ["already-inside"] : [this.server.isFullFor(left) ? "room-full" : "welcome", ...(uncounted ? ["already-inside", "welcome"] : [])];
      const answer = await this.show(walker, ticket.text, guest, null);
      if (!expected.includes(answer)) this.mistakes.push(`Phone ${walker.device} says "${answer}" to ${guest.id}, of whom ${left} are due.`);
      const before = walker.phone.shift.queue.clashCount;
      await this.syncWhole(walker);
      if (walker.phone.shift.queue.clashCount > before) this.mistakes.push(`Phone ${walker.device} brought a clash about although it knew all of ${guest.id}.`);
    }
  }

  private one<T>(of: readonly T[]): T {
    return of[Math.floor(this.chance() * of.length)]!;
  }
}
