/** How long a code must be gone from the picture before it counts as shown again. */
const awayMilliseconds = 2_000;
/** After a part of its party came in: nobody lets in the others by a hand that shakes. */
const restAwayMilliseconds = 15_000;

/** A code begins to be shown: "rest" when a part of its party came in by it a moment ago. */
export type Showing = "new" | "rest";

/**
 * A camera sees one ticket many times a second; a guest shows it once. Every code is followed by itself, so that two tickets
 * side by side before the camera do not take turns for ever.
 */
export class Sightings {
  private readonly lastSeen = new Map<string, number>();
  private readonly rests = new Map<string, number>();

  /** Null when this goes on being shown. While the page cannot take a scan, a new code stays new. */
  look(text: string, now: number, canTake = true): Showing | null {
    forget(this.lastSeen, now - awayMilliseconds);
    forget(this.rests, now - restAwayMilliseconds);
    const isRest = this.rests.has(text);
    if (isRest) this.rests.set(text, now);
    const isShown = !this.lastSeen.has(text);
    if (isShown && !canTake) return null;
    this.lastSeen.set(text, now);
    return !isShown ? null : isRest ? "rest" : "new";
  }

  /** A part of this code's party came in just now. */
  cameInPart(text: string, now: number): void {
    this.rests.set(text, now);
  }
}

function forget(seen: Map<string, number>, before: number): void {
  for (const [each, at] of seen) {
    if (at <= before) seen.delete(each);
  }
}
