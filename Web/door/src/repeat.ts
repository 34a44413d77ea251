export interface RepeatParts {
  /** The scan whose answer is on the screen; null when there is none. */
  readonly shown: () => string | null;
  readonly synced: () => Promise<void>;
  readonly turned: (isRunning: boolean) => void;
}

/** Asks once more, after a sync, about the guest on the screen: once however often it is tapped, and about nobody who came meanwhile. */
export class Repeat {
  private readonly parts: RepeatParts;
  private isRunning = false;

  constructor(parts: RepeatParts) {
    this.parts = parts;
  }

  async run(ask: () => Promise<void>): Promise<void> {
    const scanId = this.parts.shown();
    if (this.isRunning || scanId === null) return;
    this.turn(true);
    try {
      await this.parts.synced();
      if (this.parts.shown() === scanId) await ask();
    } finally {
      this.turn(false);
    }
  }

  private turn(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.parts.turned(isRunning);
  }
}
