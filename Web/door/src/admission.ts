import type { AnswerCode } from "./answer";
import type { Genuineness } from "./keyring";
import type { RosterEntry } from "./roster";

/** What the code turned out to be; all but the verdict means nothing unless it is genuine. */
export interface CodeFacts {
  readonly verdict: Genuineness | "unreadable";
  /** A short code was typed: only the server can look it up. */
  readonly typed: boolean;
  readonly slotNumber: number;
  readonly issue: number;
  readonly party: number;
}

/** The slot as last told. Times are milliseconds since 1970, by the server's clock. */
export interface SlotFacts {
  readonly number: number;
  /** The highest slot number of the festival. */
  readonly numberLast: number;
  readonly openEntrance: boolean;
  readonly cancelled: boolean;
  readonly doorOpens: number;
  /** Exclusive. */
  readonly doorCloses: number;
  /** From then on the places of who has not come are for whoever stands at the door; null: never. */
  readonly releaseAt: number | null;
}

export interface TicketFacts {
  /** As last synced; null: never heard of. */
  readonly known: Pick<RosterEntry, "state" | "issue"> | null;
  /** Places of this issue that came in, as last heard from all doors, and those that this phone let in since. */
  readonly admitted: number;
  readonly admittedHere: number;
}

/** The slot's counts in places, as last told. */
export interface RoomFacts {
  readonly capacity: number;
  readonly taken: number;
  readonly offered: number;
  /** Everybody in the room, walk-ins too. */
  readonly inside: number;
  /** Of them, who took places that nobody had signed up for. */
  readonly walkIns: number;
  /** Walk-ins that this phone may still let in without asking. */
  readonly allowance: number;
}

/** The admission that shall be taken back. */
export interface UndoFacts {
  readonly places: number;
  readonly sameDevice: boolean;
  readonly door: string;
  readonly at: number;
  readonly undone: boolean;
}

export interface AdmissionQuestion {
  readonly kind: "scan" | "walk-in" | "undo";
  readonly now: number;
  /** Whether the server decides; a phone decides without it. */
  readonly online: boolean;
  /** How many want to come in; null: all who are still outside, or one without a ticket. */
  readonly places: number | null;
  readonly code: CodeFacts;
  readonly role: "volunteer" | "lead";
  /** Of each door of this phone, the slots that it may scan there. */
  readonly doors: Readonly<Record<string, readonly string[]>>;
  readonly at: { readonly door: string; readonly slot: string };
  readonly slot: SlotFacts;
  readonly ticket: TicketFacts;
  readonly room: RoomFacts;
  readonly undoes: UndoFacts | null;
}

export interface Admission {
  readonly answer: AnswerCode;
  /** Places that come in by it, or go out again by an undo. */
  readonly places: number;
  /** Places of the party that are outside afterwards. */
  readonly left: number;
  /** Welcome by the signature alone: signed after the last sync. */
  readonly isNew: boolean;
}

const undoMilliseconds = 15 * 60_000;

/**
 * The rule of the door. The server has the same in AdmissionRule.cs, with what only a server can meet besides: a scan that was
 * decided before. AdmissionCases.json holds both to the same answers. It looks at nothing but what it is given.
 */
export function decide(question: AdmissionQuestion): Admission {
  switch (question.kind) {
    case "scan": return ofTicket(question);
    case "walk-in": return ofWalkIn(question);
    case "undo": return ofUndo(question);
  }
}

function ofTicket(question: AdmissionQuestion): Admission {
  const { code, ticket, room, slot, now } = question;
  const refusal = ofCode(question) ?? ofPlace(question) ?? ofState(question);
  if (refusal) return answer(refusal);
  const left = Math.max(0, code.party - ticket.admitted - ticket.admittedHere);
  const wanted = question.places ?? left;
  if (wanted > left || left === 0) return answer("already-inside", 0, left);
  // A late guest finds the room as whoever came meanwhile has left it.
  if (isReleased(slot, now) && room.inside + wanted > room.capacity) return answer("room-full", 0, left);
  return answer("welcome", wanted, left - wanted, isNew(question));
}

function ofCode({ code, slot, online }: AdmissionQuestion): AnswerCode | null {
  if (code.typed && !online) return "ask-lead";
  if (code.verdict !== "genuine") return code.verdict;
  return code.slotNumber < 1 || code.slotNumber > slot.numberLast ? "other-festival" : null;
}

function ofPlace({ kind, code, doors, at, slot, now }: AdmissionQuestion): AnswerCode | null {
  if (slot.openEntrance || !doors[at.door]?.includes(at.slot)) return "not-your-door";
  if (kind === "scan" && code.slotNumber !== slot.number) return "other-slot";
  if (slot.cancelled) return "slot-cancelled";
  if (now < slot.doorOpens) return "too-early";
  return now >= slot.doorCloses ? "over" : null;
}

function ofState(question: AdmissionQuestion): AnswerCode | null {
  const { known } = question.ticket;
  if (!known || isNew(question)) return null;
  if (known.state !== "confirmed") return known.state;
  return question.code.issue < known.issue ? "replaced" : null;
}

/** An issue above the known one was signed since: what is known is of an earlier ticket. */
function isNew({ code, ticket: { known } }: AdmissionQuestion): boolean {
  return !known || code.issue > known.issue;
}

function ofWalkIn(question: AdmissionQuestion): Admission {
  const refusal = ofPlace(question);
  if (refusal) return answer(refusal);
  const { room, slot, now, online } = question;
  const wanted = question.places ?? 1;
  // Late guests with tickets may have filled since what the allowance was told of.
  const free = online ? freeForWalkIns(room, isReleased(slot, now)) : Math.min(room.allowance, room.capacity - room.inside);
  if (wanted <= free) return answer("welcome", wanted);
  return answer(online ? "full" : "ask-lead");
}

/** Before the places of who has not come are released, only those that nobody has signed up for. */
function freeForWalkIns({ capacity, taken, offered, inside, walkIns }: RoomFacts, released: boolean): number {
  return released ? capacity - inside : Math.min(capacity - taken - offered - walkIns, capacity - inside);
}

function isReleased({ releaseAt }: SlotFacts, now: number): boolean {
  return releaseAt !== null && now >= releaseAt;
}

function ofUndo({ undoes, role, doors, at, slot, now }: AdmissionQuestion): Admission {
  if (!undoes || undoes.undone || undoes.places <= 0) return answer("not-undone");
  const isAllowed = role === "lead"
    ? doors[undoes.door]?.includes(at.slot) === true && now < slot.doorCloses
    : undoes.sameDevice && now - undoes.at <= undoMilliseconds;
  return isAllowed ? answer("undone", undoes.places) : answer("not-undone");
}

function answer(code: AnswerCode, places = 0, left = 0, isNewTicket = false): Admission {
  return { answer: code, places, left, isNew: isNewTicket };
}
