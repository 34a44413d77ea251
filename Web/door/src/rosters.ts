import type { Memory } from "./memory";
import { Roster } from "./roster";

/** After so many pieces a slot's roster is asked for as a whole again: many small ones take longer to read than one. */
const piecesMax = 200;

/** The rosters of this phone's slots. */
export class Rosters {
  private readonly memory: Memory;
  private readonly known = new Map<string, { readonly roster: Roster; cursor: string; pieces: number }>();

  private constructor(memory: Memory) {
    this.memory = memory;
  }

  static async open(memory: Memory): Promise<Rosters> {
    const rosters = new Rosters(memory);
    for (const slot of await memory.rosterSlots()) await rosters.load(slot);
    return rosters;
  }

  of(slot: string): Roster | null {
    return this.known.get(slot)?.roster ?? null;
  }

  /** For the sync: what is known of each slot. */
  get cursors(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.known].map(([slot, { cursor }]) => [slot, cursor]));
  }

  /** From where to ask for changes; null asks for everything. */
  since(slot: string): string | null {
    const known = this.known.get(slot);
    return known && known.pieces < piecesMax ? known.cursor : null;
  }

  /** Takes over what came from the server. Throws, and keeps what it had, when that is no roster. */
  async learn(slot: string, since: string | null, cursor: string, bytes: ArrayBuffer): Promise<void> {
    const before = since === null ? undefined : this.known.get(slot);
    const roster = before?.roster ?? new Roster();
    roster.apply(bytes);
    const n = before?.pieces ?? 0;
    const known = { roster, cursor, pieces: n + 1 };
    this.known.set(slot, known);
    try {
      await this.memory.putRoster({ slot, n, cursor, bytes });
    } catch (trouble) {
      // A full phone decides by what this page knows; what lies on the disk would have a gap, and is asked for as a whole next time.
      console.warn("No room to keep a roster:", trouble);
      known.pieces = piecesMax;
      await this.memory.dropRoster(slot);
    }
  }

  async keepOnly(slots: ReadonlySet<string>): Promise<void> {
    for (const slot of [...this.known.keys()]) {
      if (slots.has(slot)) continue;
      this.known.delete(slot);
      await this.memory.dropRoster(slot);
    }
  }

  async drop(): Promise<void> {
    this.known.clear();
    await this.memory.dropRoster();
  }

  private async load(slot: string): Promise<void> {
    const pieces = await this.memory.roster(slot);
    const roster = new Roster();
    try {
      for (const { bytes } of pieces) roster.apply(bytes);
      const last = pieces.at(-1);
      if (last) this.known.set(slot, { roster, cursor: last.cursor, pieces: pieces.length });
    } catch (trouble) {
      // A piece that the disk has spoilt: the next sync brings the whole roster anew, and the other slots are as they were.
      console.warn("A kept roster cannot be read:", trouble);
      await this.memory.dropRoster(slot);
    }
  }
}
