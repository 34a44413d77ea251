import type { Outcome } from "./syncing";

const busySeconds = 5;
const idleSeconds = 30;
/** So long after a scan people are still being scanned. */
const busyMilliseconds = 60_000;
const firstBackOffSeconds = 1;
const backOffSecondsMax = 60;

export interface RhythmParts {
  readonly once: () => Promise<Outcome>;
  /** True while scans wait that nobody has tried to send yet. */
  readonly hasNew: () => boolean;
  readonly done: (outcome: Outcome) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

/**
 * When to sync: at once after a scan and when the network is back; every five seconds while people are being scanned, every thirty
 * when idle; after a failure later and later, never all phones at the same moment.
 */
export class Rhythm {
  private readonly parts: RhythmParts;
  private readonly now: () => number;
  private readonly random: () => number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<Outcome> | null = null;
  private following: Promise<Outcome | null> | null = null;
  private failures = 0;
  private lastScan = Number.NEGATIVE_INFINITY;
  private notBefore = 0;
  private stopped = false;

  constructor(parts: RhythmParts) {
    this.parts = parts;
    this.now = parts.now ?? (() => performance.now());
    this.random = parts.random ?? Math.random;
  }

  /** Somebody was scanned: it goes up at once, unless the server is known not to answer. */
  scanned(): void {
    this.lastScan = this.now();
    if (this.failures === 0) this.plan(0);
  }

  /**
   * The network is back, or somebody asks: at once, but not before the server wants it. What is under way may have begun before, and
   * knows nothing of that: then another follows it. Resolves when that sync is over.
   */
  sync(): Promise<Outcome | null> {
    if (!this.running) return this.begin();
    this.following ??= this.running.then(() => {
      this.following = null;
      return this.begin();
    });
    return this.following;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async begin(): Promise<Outcome | null> {
    if (this.stopped || this.now() < this.notBefore) return null;
    clearTimeout(this.timer);
    return this.run();
  }

  private plan(seconds: number): void {
    if (this.stopped || this.running) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), seconds * 1_000);
  }

  private async run(): Promise<Outcome> {
    this.running = this.parts.once().catch(failed);
    const outcome = await this.running;
    this.running = null;
    if (this.stopped) return outcome;
    this.failures = outcome.kind === "synced" ? 0 : this.failures + 1;
    this.notBefore = outcome.kind === "unreachable" ? this.now() + outcome.retrySeconds * 1_000 : 0;
    this.plan(this.delay(outcome));
    this.parts.done(outcome);
    return outcome;
  }

  private delay(outcome: Outcome): number {
    if (outcome.kind === "synced") {
      if (this.parts.hasNew()) return 0;
      return this.now() - this.lastScan < busyMilliseconds ? busySeconds : idleSeconds;
    }
    const backOff = Math.min(backOffSecondsMax, firstBackOffSeconds * 2 ** (this.failures - 1));
    const asked = outcome.kind === "unreachable" ? outcome.retrySeconds : 0;
    return Math.max(asked, backOff / 2) + (backOff / 2) * this.random();
  }
}

/** A mistake of ours, or of this browser, must not end the trying. */
function failed(trouble: unknown): Outcome {
  console.error("The sync failed:", trouble);
  return { kind: "refused", code: "failed" };
}
