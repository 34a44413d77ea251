import { decide, type Admission, type AdmissionQuestion, type CodeFacts, type TicketFacts } from "./admission";
import { anAnswer, type Answer, type NotChecked } from "./answer";
import type { Clock } from "./clock";
import type { Elsewhere } from "./elsewhere";
import { guestName } from "./guest-name";
import { Keyring } from "./keyring";
import { newId } from "./pairing";
import type { ScanQueue } from "./queue";
import type { Rosters } from "./rosters";
import { happenedAt, peopleOf, type DoorScan, type KeptScan } from "./scan";
import type { PostedAsk } from "./server";
import { proofOf, readTicket, type Ticket } from "./ticket";
import { Tallies } from "./tallies";
import type { Learned, ToldSlot } from "./told";

export interface Post {
  readonly door: string;
  readonly slot: string;
}

/** An admission by another phone, as the server tells leads. */
export interface OtherAdmission extends Post {
  readonly scanId: string;
  readonly places: number;
  /** People beyond what there was. */
  readonly over?: number;
}

/** A sync asked for so soon after the server's answer may not have its place in the sums yet. */
const sumsMilliseconds = 2_500;

/** A change may be told of so much later, when the server's process was killed in between. */
const toldMilliseconds = 65_000;

const noCode: CodeFacts = { verdict: "unreadable", typed: false, slotNumber: 0, issue: 0, party: 0 };
const unknown: TicketFacts = { known: null, admitted: 0, admittedHere: 0 };

/** Decides alone, at once, by what the phone knows; every decision about people is kept before it is shown. */
export class Doorkeeper {
  readonly tallies: Tallies;
  private readonly queue: ScanQueue;
  private readonly rosters: Rosters;
  private readonly elsewhere: Elsewhere;
  private readonly clock: Clock;
  private learned: Learned | null = null;
  private keyring: Keyring | null = null;

  constructor(queue: ScanQueue, rosters: Rosters, elsewhere: Elsewhere, clock: Clock) {
    this.queue = queue;
    this.rosters = rosters;
    this.elsewhere = elsewhere;
    this.clock = clock;
    this.tallies = new Tallies(queue);
  }

  async learn(learned: Learned): Promise<void> {
    this.keyring = await Keyring.of(learned.told.keys);
    this.learned = learned;
    this.tallies.learn(learned);
  }

  /** Judges the text of a QR code. Resolves when the scan is kept. */
  async check(text: string, post: Post, places: number | null): Promise<Answer | NotChecked> {
    const scanId = newId();
    const ticket = readTicket(text);
    if (!ticket) return anAnswer(scanId, "unreadable");
    const slot = this.slot(post.slot);
    if (!this.keyring || !slot) return { scanId, answer: "not-checked", why: "no-sync" };
    // A guest stands and waits: what does not need each other goes on at the same time.
    const roster = this.rosters.of(slot.id);
    const entry = roster?.find(ticket.id) ?? null;
    const judging = this.keyring.judge(ticket);
    const proving = proofOf(ticket);
    // The name decides nothing: the signature's check does not wait behind its ciphers.
    const name = entry && guestName(ticket, entry);
    const [judged, proof] = await Promise.all([judging, proving]);
    // What this festival has not signed says nothing about any of its guests: it is shown, and nobody keeps it.
    if (judged !== "genuine") return anAnswer(scanId, judged);
    const code: CodeFacts = { verdict: judged, typed: false, slotNumber: ticket.slotNumber, issue: ticket.issue, party: ticket.party };
    const admission = decide({ ...this.question("scan", slot, post, places), code, ticket: this.ticketFacts(ticket, slot.id) });
    // Only the slot's list tells a new ticket from one that was given back.
    if (admission.isNew && !roster) return { scanId, answer: "not-checked", why: "no-list" };
    const answer = this.describe(scanId, ticket, post, admission);
    await this.keep(scanId, ticket, proof, post, places, admission);
    return { ...answer, name: await name, counts: this.tallies.of(post.slot) };
  }

  /** Somebody without a ticket: by this phone's own allowance, or the lead has to be asked. */
  async walkIn(post: Post): Promise<Answer | NotChecked> {
    const scanId = newId();
    const slot = this.slot(post.slot);
    if (!slot) return { scanId, answer: "not-checked", why: "no-sync" };
    const { answer, places } = decide(this.question("walk-in", slot, post));
    if (answer === "welcome") await this.queue.add({ kind: "walk-in", scanId, ...post, ...this.moment(), shown: answer, places }, places);
    return anAnswer(scanId, answer, { places, counts: this.tallies.of(post.slot) });
  }

  /** Whether this phone may still take one of its own scans back. */
  mayUndo(kept: KeptScan): boolean {
    return kept.state !== "aside" && peopleOf(kept) > 0 && this.undoing(kept).answer === "undone";
  }

  /** Keeps whom the server let in by this phone, so that they can be taken back like all others. */
  async keepJudged(asked: PostedAsk, told: Answer): Promise<void> {
    const places = told.places ?? 0;
    if (told.answer !== "welcome" || places === 0) return;
    const { scanId, slot, door, scannedAt } = asked;
    const facts = { scanId, slot, door, scannedAt, offsetSeconds: this.clock.offsetSeconds, offline: false, shown: told.answer };
    const ticket = { ticket: told.ticket ?? "", issue: told.issue ?? 0, party: told.party ?? places, number: this.slot(slot)?.number ?? 0, proof: "" };
    const scan: DoorScan = asked.kind === "walk-in" ? { ...facts, kind: "walk-in", places } : { ...facts, ...ticket, kind: "scan", places };
    await this.queue.addDone(scan, places, Date.now());
  }

  /** Takes a scan of this phone back; not undone when it is too late, or it let nobody in. */
  async undo(scanId: string, reason: string): Promise<Answer> {
    const kept = this.queue.find(scanId);
    if (!kept || !this.mayUndo(kept)) return anAnswer(newId(), "not-undone");
    return this.takeBack({ ...kept.scan, places: kept.places }, reason, kept.over);
  }

  /** Takes back what another phone scanned, as a lead may; whether it still stands the server knows. */
  async undoOther(admission: OtherAdmission, reason: string): Promise<Answer> {
    return this.queue.isUndone(admission.scanId) ? anAnswer(newId(), "not-undone") : this.takeBack(admission, reason, admission.over);
  }

  /** Admissions of this phone that may still be taken back, the latest first. */
  undoable(): KeptScan[] {
    return [...this.queue.all].filter((kept) => this.mayUndo(kept)).reverse();
  }

  private async takeBack({ scanId: undoes, slot, door, places }: OtherAdmission, reason: string, over = 0): Promise<Answer> {
    const scanId = newId();
    await this.queue.add({ kind: "undo", scanId, slot, door, ...this.moment(), shown: "undone", undoes, reason }, -places, -over);
    return anAnswer(scanId, "undone", { places: places + over, counts: this.tallies.of(slot) });
  }

  private slot(id: string): ToldSlot | null {
    return this.learned?.told.slots.find((slot) => slot.id === id) ?? null;
  }

  private undoing(kept: KeptScan): Admission {
    const { scan } = kept;
    const slot = this.slot(scan.slot);
    if (!slot) return { answer: "not-undone", places: 0, left: 0, isNew: false };
    const undoes = { places: peopleOf(kept), sameDevice: !kept.earlier, door: scan.door, at: happenedAt(scan), undone: this.queue.isUndone(scan.scanId) };
    return decide({ ...this.question("undo", slot, scan), undoes });
  }

  private ticketFacts(ticket: Ticket, slot: string): TicketFacts {
    const told = this.rosters.of(slot)?.find(ticket.id) ?? null;
    const here = this.queue.netOf(ticket.id, (this.rosters.heardAt(slot) ?? 0) - toldMilliseconds);
    // A newer issue that was shown here replaces this one, although no roster tells of it yet.
    const known = ticket.issue < here.issue && (told?.issue ?? 0) < here.issue ? { state: "confirmed" as const, issue: here.issue } : told;
    // A new issue goes on with those who came in by the one before it.
    const admitted = told && told.issue <= ticket.issue ? told.admitted : 0;
    // What was taken back here counts at once, although the server's word still holds it. Of those whom the server had counted long
    // before its last word, and tells of no more, somebody else has taken back the rest.
    const admittedHere = Math.max(here.waiting, here.total - Math.max(admitted, here.older));
    return { known, admitted, admittedHere: Math.max(-admitted, admittedHere) };
  }

  private question(kind: AdmissionQuestion["kind"], slot: ToldSlot, { door }: Post, places: number | null = null): AdmissionQuestion {
    const { told, at } = this.learned!;
    return {
      kind, places, online: false, now: this.clock.now(), at: { door, slot: slot.id }, undoes: null, code: noCode, ticket: unknown, role: told.device.role,
      doors: Object.fromEntries(told.doors.map((each) => [each.id, each.slots])),
      slot: {
        number: slot.number, numberLast: told.festival.numberLast, openEntrance: slot.openEntrance, cancelled: slot.cancelled,
        doorOpens: Date.parse(slot.doorOpens), doorCloses: Date.parse(slot.doorCloses), releaseAt: slot.releaseAt === null ? null : Date.parse(slot.releaseAt),
      },
      room: {
        capacity: slot.capacity, taken: slot.taken, offered: slot.offered, walkIns: slot.walkIns.inside, inside: this.tallies.of(slot.id)?.inside ?? 0,
        allowance: slot.walkIns.allowance - this.queue.walkInsSince(slot.id, at - sumsMilliseconds),
      },
    };
  }

  private describe(scanId: string, ticket: Ticket, post: Post, admission: Admission): Answer {
    const { answer, places, left, isNew } = admission;
    // Of this phone's own slots the last sync tells; of all others what it told before.
    const mine = this.learned?.told.slots.find((slot) => slot.number === ticket.slotNumber);
    const other = answer === "other-slot" ? (mine ?? this.elsewhere.of(ticket.slotNumber)) : null;
    const before = answer === "already-inside" ? this.lastHere(ticket) : null;
    return anAnswer(scanId, answer, {
      places, left, party: ticket.party, isNew, slot: other,
      opensAt: answer === "too-early" ? (this.slot(post.slot)?.doorOpens ?? null) : null,
      own: before && this.mayUndo(before) ? before.scan.scanId : null,
      since: before && new Date(happenedAt(before.scan)).toISOString(),
      door: before && (this.learned?.told.doors.find((door) => door.id === before.scan.door)?.name ?? null),
    });
  }

  /** The last scan by which somebody of this ticket came in here, and was not taken back. */
  private lastHere(ticket: Ticket): KeptScan | null {
    let last: KeptScan | null = null;
    for (const kept of this.queue.all) {
      const { scan } = kept;
      if (scan.kind === "scan" && scan.ticket === ticket.id && scan.issue <= ticket.issue && peopleOf(kept) > 0 && !this.queue.isUndone(scan.scanId)) last = kept;
    }
    return last;
  }

  private keep(scanId: string, ticket: Ticket, proof: string, post: Post, places: number | null, { answer, places: admitted }: Admission): Promise<void> {
    const asked = answer === "welcome" ? admitted : places;
    return this.queue.add({
      kind: "scan", scanId, ...post, ...this.moment(), shown: answer, ticket: ticket.id, issue: ticket.issue, party: ticket.party,
      number: ticket.slotNumber, proof, ...(asked === null ? {} : { places: asked }),
    }, admitted);
  }

  private moment(): { readonly scannedAt: string; readonly offsetSeconds: number; readonly offline: true } {
    return { scannedAt: new Date().toISOString(), offsetSeconds: this.clock.offsetSeconds, offline: true };
  }
}
