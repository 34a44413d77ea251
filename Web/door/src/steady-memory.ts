import type { Memory } from "./memory";
import type { KeptScan } from "./scan";
import type { Kept, RosterPiece } from "./store";
import { within } from "./within";

/** A database answers in milliseconds. One that does not would hold a guest up, or keep the page from opening. */
const readMillisecondsMax = 8_000;
const writeMillisecondsMax = 2_000;
/** As long as an earlier write hangs nobody waits long for the next. */
const stuckMillisecondsMax = 200;

/**
 * A phone's memory that no failure of the disk stops: what cannot be read is as if it had never been kept, what cannot be written
 * lives as long as the page. Scans and rosters that find no room are told to whoever keeps them. Nothing waits for ever.
 */
export class SteadyMemory implements Memory {
  readonly name: string;
  private readonly disk: Memory;
  private readonly page = new Map<keyof Kept, unknown>();
  private readonly dropped = new Set<keyof Kept>();
  private readonly unwritten = new Set<keyof Kept>();
  private failed = false;
  private stuck = 0;

  constructor(disk: Memory) {
    this.disk = disk;
    this.name = disk.name;
  }

  /** A phone whose pass lives in the page alone forgets with it what it is. */
  get lasts(): boolean {
    return this.disk.lasts && !this.unwritten.has("pass") && !this.unwritten.has("pairing");
  }

  get isUnreadable(): boolean {
    return this.failed;
  }

  async get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    if (this.dropped.has(key)) return undefined;
    return this.page.has(key) ? (this.page.get(key) as Kept[K]) : this.read(() => this.disk.get(key), undefined);
  }

  async put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    this.page.set(key, value);
    this.dropped.delete(key);
    if (await this.tried(() => this.disk.put(key, value))) this.unwritten.delete(key);
    else this.unwritten.add(key);
  }

  async drop(key: keyof Kept): Promise<void> {
    this.page.delete(key);
    this.dropped.add(key);
    this.unwritten.delete(key);
    await this.tried(() => this.disk.drop(key));
  }

  scans(): Promise<readonly KeptScan[]> {
    return this.read(() => this.disk.scans(), []);
  }

  putScans(scans: readonly KeptScan[]): Promise<void> {
    return this.written(() => this.disk.putScans(scans));
  }

  async dropScans(numbers: readonly number[]): Promise<void> {
    await this.tried(() => this.disk.dropScans(numbers));
  }

  roster(slot: string): Promise<readonly RosterPiece[]> {
    return this.read(() => this.disk.roster(slot), []);
  }

  putRoster(piece: RosterPiece): Promise<void> {
    return this.written(() => this.disk.putRoster(piece), readMillisecondsMax);
  }

  async dropRoster(slot?: string, from?: number): Promise<void> {
    await this.tried(() => this.disk.dropRoster(slot, from));
  }

  rosterSlots(): Promise<readonly string[]> {
    return this.read(() => this.disk.rosterSlots(), []);
  }

  destroy(): Promise<void> {
    this.page.clear();
    return within(readMillisecondsMax, this.disk.destroy());
  }

  private async read<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await within(readMillisecondsMax, read());
    } catch (trouble) {
      console.warn("What this phone kept cannot be read:", trouble);
      this.failed = true;
      return otherwise;
    }
  }

  private async tried(write: () => Promise<void>): Promise<boolean> {
    try {
      await this.written(write);
      return true;
    } catch (trouble) {
      console.warn("This phone did not write that down:", trouble);
      return false;
    }
  }

  private async written(write: () => Promise<void>, milliseconds = writeMillisecondsMax): Promise<void> {
    let isOver = false;
    const writing = write().finally(() => (isOver = true));
    try {
      await within(this.stuck > 0 ? stuckMillisecondsMax : milliseconds, writing);
    } finally {
      if (!isOver) this.wait(writing);
    }
  }

  private wait(writing: Promise<void>): void {
    this.stuck++;
    const settled = () => this.stuck--;
    writing.then(settled, settled);
  }
}
