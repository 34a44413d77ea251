import type { Memory } from "./memory";
import { Roster } from "./roster";

/** After so many pieces a slot's roster is asked for as a whole again: many small ones take longer to read than one. */
const piecesMax = 200;
const putOffPieces = 50;

/** Pieces on the disk, without a gap from the first one up to a cursor. */
interface Written {
  readonly cursor: string;
  readonly pieces: number;
}

interface Known {
  readonly roster: Roster;
  readonly cursor: string;
  /** On a full phone older than what this page knows; null: nothing. */
  readonly written: Written | null;
  /** At so many pieces all is asked for again. */
  readonly wholeAt: number;
  /** When it was last asked for by this page, by the phone's clock: what had happened a while before is in it. Null: not yet. */
  readonly heardAt: number | null;
}

/** The rosters of this phone's slots. */
export class Rosters {
  private readonly memory: Memory;
  private readonly known = new Map<string, Known>();

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

  heardAt(slot: string): number | null {
    return this.known.get(slot)?.heardAt ?? null;
  }

  /** What is at hand is all that the server had to tell when it was asked then. */
  heard(slot: string, at: number): void {
    const known = this.known.get(slot);
    if (known) this.known.set(slot, { ...known, heardAt: at });
  }

  /** For the sync: what is known of each slot. */
  get cursors(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.known].map(([slot, { cursor }]) => [slot, cursor]));
  }

  /** From where to ask for changes, so that they join what is written down; null asks for everything. */
  since(slot: string): string | null {
    const known = this.known.get(slot);
    const written = known?.written;
    return known && written && written.pieces < known.wholeAt ? written.cursor : null;
  }

  /** The network does not carry the whole roster: changes will do for a while. Null where nothing is known that could change. */
  putOff(slot: string): string | null {
    const known = this.known.get(slot);
    if (!known) return null;
    this.known.set(slot, { ...known, wholeAt: (known.written?.pieces ?? 0) + putOffPieces });
    return known.written?.cursor ?? known.cursor;
  }

  /** Takes over what came from the server. Throws, and keeps what it had, when that is no roster. */
  async learn(slot: string, since: string | null, cursor: string, bytes: ArrayBuffer): Promise<void> {
    const before = since === null ? undefined : this.known.get(slot);
    const roster = before?.roster ?? new Roster();
    roster.apply(bytes);
    const written = await this.write(slot, since, cursor, bytes, this.known.get(slot)?.written ?? null);
    this.known.set(slot, { roster, cursor, written, wholeAt: before?.wholeAt ?? piecesMax, heardAt: before?.heardAt ?? null });
  }

  /** A full phone decides by what this page knows; what it had written before stays, with its own cursor. */
  private async write(slot: string, since: string | null, cursor: string, bytes: ArrayBuffer, before: Written | null): Promise<Written | null> {
    const n = since === null ? 0 : before?.cursor === since ? before.pieces : null;
    if (n === null) return before;
    try {
      await this.memory.putRoster({ slot, n, cursor, bytes });
      return { cursor, pieces: n + 1 };
    } catch (trouble) {
      console.warn("No room to keep a roster:", trouble);
      return before;
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

  /** Up to the first piece that the disk has spoilt; the next sync brings what came after, and the other slots are as they were. */
  private async load(slot: string): Promise<void> {
    const roster = new Roster();
    let written: Written | null = null;
    for (const { n, cursor, bytes } of await this.memory.roster(slot)) {
      try {
        roster.apply(bytes);
        written = { cursor, pieces: n + 1 };
      } catch (trouble) {
        console.warn("A kept roster cannot be read:", trouble);
        await this.memory.dropRoster(slot, n);
        break;
      }
    }
    if (written) this.known.set(slot, { roster, cursor: written.cursor, written, wholeAt: piecesMax, heardAt: null });
  }
}
