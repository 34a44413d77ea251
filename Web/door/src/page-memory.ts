import type { Memory } from "./memory";
import type { KeptScan } from "./scan";
import type { Kept, RosterPiece } from "./store";

/** A memory that ends with the page. */
export class PageMemory implements Memory {
  readonly name = "";
  readonly lasts = false;
  /** Whether there is a database that did not open. */
  readonly isUnreadable: boolean;
  private readonly kept = new Map<keyof Kept, unknown>();
  private readonly scanned = new Map<number, KeptScan>();
  private readonly pieces = new Map<string, RosterPiece[]>();

  constructor(isUnreadable = false) {
    this.isUnreadable = isUnreadable;
  }

  async get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    return this.kept.get(key) as Kept[K] | undefined;
  }

  async put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    this.kept.set(key, value);
  }

  async drop(key: keyof Kept): Promise<void> {
    this.kept.delete(key);
  }

  async scans(): Promise<readonly KeptScan[]> {
    return [...this.scanned.values()];
  }

  async putScans(scans: readonly KeptScan[]): Promise<void> {
    for (const scan of scans) this.scanned.set(scan.n, scan);
  }

  async dropScans(numbers: readonly number[]): Promise<void> {
    for (const n of numbers) this.scanned.delete(n);
  }

  async roster(slot: string): Promise<readonly RosterPiece[]> {
    return this.pieces.get(slot) ?? [];
  }

  async putRoster(piece: RosterPiece): Promise<void> {
    this.pieces.set(piece.slot, piece.n === 0 ? [piece] : [...(this.pieces.get(piece.slot) ?? []), piece]);
  }

  async dropRoster(slot?: string, from = 0): Promise<void> {
    const left = slot === undefined ? [] : (this.pieces.get(slot) ?? []).filter(({ n }) => n < from);
    if (slot === undefined) this.pieces.clear();
    else if (left.length > 0) this.pieces.set(slot, left);
    else this.pieces.delete(slot);
  }

  async rosterSlots(): Promise<readonly string[]> {
    return [...this.pieces.keys()];
  }

  async destroy(): Promise<void> {
    for (const each of [this.kept, this.scanned, this.pieces]) each.clear();
  }
}
