import type { LocalText } from "./texts";

/** Every answer that a door can get about a ticket. Only "welcome" lets anybody in. */
export const answerCodes = [
  "welcome", "already-inside", "other-slot", "too-early", "over", "cancelled", "replaced", "waiting",
  "forged", "unreadable", "unknown-key", "not-your-door", "slot-cancelled", "busy",
] as const;
export type AnswerCode = (typeof answerCodes)[number];

/** What was held before the phone: the text of a QR code, or the short code that stands beside it. */
export type Proof = { readonly token: string } | { readonly code: string };

/** One attempt at the door. It is repeated unchanged, under the same id, until an answer comes. */
export type Scan = Proof & {
  readonly scanId: string;
  readonly slot: string;
  readonly door: string;
  /** How many of the party come in now; absent: all who are left. */
  readonly places?: number;
  /** By this phone's own clock. */
  readonly scannedAt: string;
};

export interface Counts {
  readonly inside: number;
  readonly taken: number;
  /** null: open entrance. */
  readonly capacity: number | null;
}

export interface Answer {
  readonly scanId: string;
  readonly answer: AnswerCode;
  /** Places let in by this scan, and places that the ticket still has. */
  readonly places: number | null;
  readonly left: number | null;
  readonly party: number | null;
  readonly name: string | null;
  readonly since: string | null;
  readonly door: LocalText | null;
  readonly slot: { readonly id: string; readonly title: LocalText; readonly start: string; readonly venue: LocalText } | null;
  readonly opensAt: string | null;
  readonly counts: Counts | null;
}

/** Nobody could say anything about the ticket: it is neither good nor bad, and the same scan may be tried again. */
export interface NotChecked {
  readonly scanId: string;
  readonly answer: "not-checked";
  readonly why: "no-network" | "server";
}

/** The phone itself may not scan any more. */
export interface Revoked {
  readonly scanId: string;
  readonly answer: "revoked";
}

export type Verdict = Answer | NotChecked | Revoked;

export function isAnswerCode(text: unknown): text is AnswerCode {
  return answerCodes.some((code) => code === text);
}
