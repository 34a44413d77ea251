import type { AnswerCode, ClashCause } from "./answer";

interface ScanFacts {
  readonly scanId: string;
  readonly slot: string;
  readonly door: string;
  /** By this phone's own clock. */
  readonly scannedAt: string;
  /** Server's clock minus the phone's in seconds, as last measured when this was scanned. */
  readonly offsetSeconds: number;
  /** Whether this phone decided, without the server. */
  readonly offline: boolean;
  /** What the volunteer saw. */
  readonly shown: AnswerCode;
}

/**
 * A ticket that was held before the camera. It holds a proof in place of the token, so that nobody can enter with it. Of one that the
 * server judged by its short code it holds what the server told, and no proof.
 */
export interface TicketScan extends ScanFacts {
  readonly kind: "scan";
  readonly ticket: string;
  readonly issue: number;
  readonly party: number;
  /** The slot's number as the ticket says it. */
  readonly number: number;
  readonly proof: string;
  /** How many wanted to come in; absent: all who were left. */
  readonly places?: number;
}

/** Somebody without a ticket. */
export interface WalkInScan extends ScanFacts {
  readonly kind: "walk-in";
  readonly places: number;
}

/** Takes an earlier scan back; a lead's phone may take back what another phone scanned. */
export interface UndoScan extends ScanFacts {
  readonly kind: "undo";
  readonly undoes: string;
  readonly reason: string;
}

/** A fact of the door, decided by this phone and owed to the server. */
export type DoorScan = TicketScan | WalkInScan | UndoScan;

/** A scan as this phone keeps it. */
export interface KeptScan {
  /** In the order of scanning. */
  readonly n: number;
  readonly scan: DoorScan;
  /** Places that came in by it; after the server's answer, by that. Below zero for an undo: what it takes back. */
  readonly places: number;
  /** People who came in by it too, and whom the server does not count; below zero for an undo, as above. */
  readonly over?: number;
  readonly state: "waiting" | "done" | "aside";
  /** When the server's answer came, by this phone's clock in milliseconds. */
  readonly doneAt?: number;
  /** What the server said. */
  readonly told?: string;
  /** Of a clash. */
  readonly cause?: ClashCause;
  /** Of a clash: the volunteer has told the lead. */
  readonly seen?: boolean;
  /** Handed in by an earlier pass: to the server that was another device. */
  readonly earlier?: true;
  /** Why the server could not take it. */
  readonly trouble?: { readonly code: string; readonly field: string | null };
}

/** Everybody whom it let in, or took back, whatever the server counts. */
export function peopleOf({ places, over = 0 }: Pick<KeptScan, "places" | "over">): number {
  return places + over;
}

/** When it was, by the server's clock as then known; milliseconds since 1970. */
export function happenedAt({ scannedAt, offsetSeconds }: DoorScan): number {
  return Date.parse(scannedAt) + offsetSeconds * 1_000;
}
