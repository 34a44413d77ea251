import { hex, type Bytes } from "./bytes";

export type TicketState = "confirmed" | "cancelled" | "replaced" | "waiting";
const states: readonly TicketState[] = ["confirmed", "cancelled", "replaced", "waiting"];

/** What the server last told of one ticket. */
export interface RosterEntry {
  readonly state: TicketState;
  /** The current issue: lower ones are replaced. */
  readonly issue: number;
  /** Places of the current issue that came in. */
  readonly admitted: number;
  readonly nameVersion: number;
  /** The guest's name, under a key that only the ticket's signature gives; null when there is none. */
  readonly name: Bytes | null;
}

const magic = 0x45535232;
/** The layout before it had one byte more, behind the flags; a phone may have kept some. */
const earlierMagic = 0x45535231;

/** Takes a roster's binary form apart. Throws on anything else: half a roster must never be kept. */
export function readRoster(buffer: ArrayBuffer): Map<string, RosterEntry> {
  const view = new DataView(buffer);
  const mark = buffer.byteLength < 8 ? 0 : view.getUint32(0);
  if (mark !== magic && mark !== earlierMagic) throw new RangeError("This is no roster.");
  const entries = new Map<string, RosterEntry>();
  const skipped = mark === earlierMagic ? 1 : 0;
  let at = 8;
  for (let left = view.getUint32(4); left > 0; left--) {
    const id = hex(new Uint8Array(buffer, at, 8));
    const flags = view.getUint8(at + 9);
    const rest = at + 10 + skipped;
    const nameBytes = view.getUint8(rest + 2);
    const name = nameBytes === 0 ? null : new Uint8Array(buffer, rest + 3, nameBytes);
    entries.set(id, {
      state: states[flags & 3] ?? "confirmed", issue: view.getUint8(at + 8), admitted: view.getUint8(rest), nameVersion: view.getUint8(rest + 1), name,
    });
    at = rest + 3 + nameBytes;
  }
  if (at !== buffer.byteLength) throw new RangeError("The roster has another length than it says.");
  return entries;
}

/** The tickets of one slot as last synced. Withdrawn and replaced ones stay, so that they never look new. */
export class Roster {
  private readonly entries = new Map<string, RosterEntry>();

  /** Takes over a whole roster or what changed in it. */
  apply(buffer: ArrayBuffer): void {
    for (const [id, entry] of readRoster(buffer)) this.entries.set(id, entry);
  }

  find(id: string): RosterEntry | null {
    return this.entries.get(id) ?? null;
  }

  /** Learns from the server's answer to a scan how many are inside; the next sync confirms it. */
  learnAdmitted(id: string, issue: number, admitted: number): void {
    const known = this.entries.get(id);
    if (known && known.issue > issue) return;
    // One that was signed since the last sync is known from now on.
    const entry = known?.issue === issue ? known : { state: "confirmed" as const, issue, nameVersion: 0, name: null };
    this.entries.set(id, { ...entry, admitted });
  }

  /** The server says that this issue opens no door any more; the next sync tells why. */
  learnVoid(id: string, issue: number): void {
    const known = this.entries.get(id);
    if (!known || known.issue <= issue) this.entries.set(id, { state: "replaced", issue, admitted: known?.admitted ?? 0, nameVersion: 0, name: null });
  }

  get size(): number {
    return this.entries.size;
  }
}
