import { newId } from "./pairing";

/** How many scans without an answer are remembered, so that asking again is a repetition and no new attempt. */
const openScansMax = 50;
/** How long one attempt may stay without an answer; asked again later, it is a new attempt with its own time. */
const openMilliseconds = 120_000;

interface Open {
  readonly scanId: string;
  readonly scannedAt: string;
}

/** Scans that only the server can answer. One without an answer keeps its id: perhaps only the answer was lost, and the guest is counted. */
export class OpenScans {
  private readonly unanswered = new Map<string, Open>();

  take(key: string, now: number): Open {
    const before = this.unanswered.get(key);
    if (before && now - Date.parse(before.scannedAt) < openMilliseconds) return before;
    const scan = { scanId: newId(), scannedAt: new Date(now).toISOString() };
    this.unanswered.set(key, scan);
    const [oldest] = this.unanswered.keys();
    if (this.unanswered.size > openScansMax && oldest !== undefined) this.unanswered.delete(oldest);
    return scan;
  }

  answered(key: string): void {
    this.unanswered.delete(key);
  }
}
