import type { Proof, Scan } from "./answer";
import { newId } from "./pairing";
import { proofText } from "./proof";

/** How many scans without an answer are remembered, so that scanning those tickets again is a repetition and no new attempt. */
const openScansMax = 50;

/** How long one attempt may stay without an answer; scanned again later, it is a new attempt with its own time. */
const openMilliseconds = 120_000;

export interface Post {
  readonly door: string;
  readonly slot: string;
}

/** Makes scans. A ticket whose scan had no answer keeps that scan: perhaps only the answer was lost, and the guest is counted. */
export class Scanning {
  private readonly unanswered = new Map<string, Scan>();

  scan(proof: Proof, post: Post, places: number | null, now: number): Scan {
    const key = [post.door, post.slot, places ?? "whole", proofText(proof)].join("\n");
    const before = this.unanswered.get(key);
    if (before && now - Date.parse(before.scannedAt) < openMilliseconds) return before;
    const scan = {
      scanId: newId(), ...proof, slot: post.slot, door: post.door,
      ...(places === null ? {} : { places }), scannedAt: new Date(now).toISOString(),
    };
    this.unanswered.set(key, scan);
    const [oldest] = this.unanswered.keys();
    if (this.unanswered.size > openScansMax && oldest !== undefined) this.unanswered.delete(oldest);
    return scan;
  }

  answered(scan: Scan): void {
    for (const [key, each] of this.unanswered) {
      if (each.scanId === scan.scanId) this.unanswered.delete(key);
    }
  }
}

/** How many of the next ticket's party come in: null is everyone. It holds until a scan was answered. */
export class Places {
  private chosen: number | null = null;

  get value(): number | null {
    return this.chosen;
  }

  more(max: number): void {
    this.chosen = Math.min((this.chosen ?? 0) + 1, Math.max(1, max));
  }

  less(): void {
    this.chosen = this.chosen === null || this.chosen <= 1 ? null : this.chosen - 1;
  }

  reset(): void {
    this.chosen = null;
  }
}
