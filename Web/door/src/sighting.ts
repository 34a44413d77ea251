/** How long a code must be gone from the picture before it counts as shown again. */
const awayMilliseconds = 2_000;

/**
 * A camera sees one ticket many times a second; a guest shows it once. Every code is followed by itself, so that two tickets
 * side by side before the camera do not take turns for ever.
 */
export class Sightings {
  private readonly lastSeen = new Map<string, number>();

  /** True when this is the beginning of being shown. While the page cannot take a scan, a new code stays new. */
  isNew(text: string, now: number, canTake = true): boolean {
    for (const [each, seen] of this.lastSeen) {
      if (now - seen >= awayMilliseconds) this.lastSeen.delete(each);
    }
    const shown = !this.lastSeen.has(text);
    if (shown && !canTake) return false;
    this.lastSeen.set(text, now);
    return shown;
  }
}
