import type { LocalText } from "./texts";

/** Every answer that a door can get or give, as docs/answers.md has them. Only "welcome" lets anybody in. */
export const answerCodes = [
  "welcome", "undone", "not-undone", "already-inside", "other-slot", "too-early", "over", "cancelled", "replaced", "waiting", "room-full",
  "forged", "unreadable", "unknown-key", "other-festival", "not-your-door", "slot-cancelled", "busy", "clash", "full", "ask-lead",
] as const;
export type AnswerCode = (typeof answerCodes)[number];

export const clashCauses = ["twice", "void", "room"] as const;
export type ClashCause = (typeof clashCauses)[number];

/** What was held before the phone: the text of a QR code, or the short code that stands beside it. */
export type Proof = { readonly token: string } | { readonly code: string };

export interface Counts {
  readonly inside: number;
  readonly taken: number;
  /** null: open entrance. */
  readonly capacity: number | null;
}

export interface Answer {
  readonly scanId: string;
  readonly answer: AnswerCode;
  /** Places let in by this scan (or taken back), and places that the ticket still has. */
  readonly places: number | null;
  readonly left: number | null;
  readonly party: number | null;
  readonly name: string | null;
  readonly since: string | null;
  readonly door: LocalText | null;
  readonly slot: { readonly title: LocalText; readonly start: string; readonly venue: LocalText } | null;
  readonly opensAt: string | null;
  /** The short code that was typed. */
  readonly code: string | null;
  /** Whose it is: the phone read no QR code that would say it. */
  readonly ticket: string | null;
  readonly issue: number | null;
  readonly counts: Counts | null;
  /** Of a clash; null where the server did not say. */
  readonly cause: ClashCause | null;
  /** Welcome by its signature alone: issued after the last sync. */
  readonly isNew: boolean;
  /** Of who is inside already: the scan of this phone that let them in and can still be taken back. */
  readonly own: string | null;
  /** Who decided: this phone, by what it knew at its last sync, or the server just now. */
  readonly by: "phone" | "server";
}

/** Nobody could say anything about the ticket: it is neither good nor bad, and the same scan may be tried again. */
export interface NotChecked {
  readonly scanId: string;
  readonly answer: "not-checked";
  readonly why: "no-network" | "server" | "no-sync" | "no-list" | "ended" | "too-often";
}

/** The phone itself may not scan any more. */
export interface Revoked {
  readonly scanId: string;
  readonly answer: "revoked";
}

export type Verdict = Answer | NotChecked | Revoked;

export function anAnswer(scanId: string, answer: AnswerCode, more: Partial<Answer> = {}): Answer {
  return {
    scanId, answer, places: null, left: null, party: null, name: null, since: null, door: null, slot: null,
    opensAt: null, code: null, ticket: null, issue: null, counts: null, cause: null, isNew: false, own: null, by: "phone", ...more,
  };
}

/** Before its first sync a phone knows neither keys nor slots. */
export function notSynced(scanId: string): NotChecked {
  return { scanId, answer: "not-checked", why: "no-sync" };
}

export function isAnswerCode(text: unknown): text is AnswerCode {
  return answerCodes.some((code) => code === text);
}

export function clashCauseIn(told: Readonly<Record<string, unknown>>): ClashCause | null {
  return clashCauses.find((each) => each === told["cause"]) ?? null;
}

/** What the server told about one scan; null when it is no answer that a door knows. */
export function toldAnswer(told: Readonly<Record<string, unknown>>): Answer | null {
  const { scanId, answer, inside, taken, capacity, places, left, party, name, since, door, slot, opensAt, ticket, issue } = told as Partial<Omit<Answer, "counts"> & Counts>;
  if (typeof scanId !== "string" || !isAnswerCode(answer)) return null;
  const counts = typeof inside === "number" && typeof taken === "number" ? { inside, taken, capacity: capacity ?? null } : null;
  return anAnswer(scanId, answer, {
    by: "server", counts, places: places ?? null, left: left ?? null, party: party ?? null, name: name ?? null,
    since: since ?? null, door: door ?? null, slot: slot ?? null, opensAt: opensAt ?? null, ticket: ticket ?? null, issue: issue ?? null,
    cause: clashCauseIn(told),
  });
}
