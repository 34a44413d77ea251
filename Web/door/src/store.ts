import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { ToldElsewhere } from "./elsewhere";
import type { KeptScan } from "./scan";
import type { SealedToken } from "./sealed-token";
import type { Language } from "./texts";
import type { Learned } from "./told";

/** Single things that a phone keeps from one opening of the page to the next. */
export interface Kept {
  pass: { readonly token: SealedToken } | { readonly deviceToken: string };
  /** What the server said at the last sync. */
  learned: Learned;
  elsewhere: ToldElsewhere;
  /** A code that was not answered yet, with the request id under which it may be repeated. */
  pairing: { readonly code: string; readonly requestId: string };
  /** SHA-256 of the code that gave the pass: its link opened again asks for nothing new. */
  pairedBy: string;
  choice: { readonly door: string; readonly slot: string | null };
  /** Set when the pass was revoked while scans waited: they are handed in before the phone forgets them. */
  ending: "revoked";
  language: Language;
}

/** A piece of a slot's roster as the server sent it: the first is whole, each further one holds changes. */
export interface RosterPiece {
  readonly slot: string;
  readonly n: number;
  readonly cursor: string;
  readonly bytes: ArrayBuffer;
}

export interface DoorSchema extends DBSchema {
  kept: { key: keyof Kept; value: Kept[keyof Kept] };
  rosters: { key: [slot: string, n: number]; value: RosterPiece };
  /** In the order of scanning: the key is `n`. */
  scans: { key: number; value: KeptScan };
}

export type DoorDatabase = IDBPDatabase<DoorSchema>;
type Upgrade = IDBPTransaction<DoorSchema, ("kept" | "rosters" | "scans")[], "versionchange">;
export const databaseName = "esik-door";

/**
 * What leads from each version of the database to the next; the last one is the present. A step that was ever released is never
 * changed, and none may lose a scan that waits.
 */
export const steps: readonly ((database: DoorDatabase, upgrade: Upgrade) => void)[] = [
  (database) => void database.createObjectStore("kept"),
  (database, upgrade) => {
    database.createObjectStore("rosters", { keyPath: ["slot", "n"] });
    database.createObjectStore("scans", { keyPath: "n" });
    // The next sync tells anew what version 1 called its scope; its token lies in plain text, and is sealed when the page opens.
    void upgrade.objectStore("kept").delete("scope" as keyof Kept);
  },
];

/** `displaced` is called when a newer version of this page wants the database: this one must let go of it. */
export function openDatabase(displaced: () => void, name = databaseName): Promise<DoorDatabase> {
  return openDB<DoorSchema>(name, steps.length, {
    upgrade(database, before, _, upgrade) {
      for (const step of steps.slice(before)) step(database, upgrade);
    },
    blocking: (_, __, event) => {
      (event.target as IDBDatabase).close();
      displaced();
    },
  });
}
