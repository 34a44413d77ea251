import { PageMemory } from "./page-memory";
import type { KeptScan } from "./scan";
import { SteadyMemory } from "./steady-memory";
import { openDatabase, type DoorDatabase, type Kept, type RosterPiece } from "./store";
import { within } from "./within";

/** What a phone keeps. The page reads it once when it opens, and writes whatever must outlive it. */
export interface Memory {
  /** Of the database. */
  readonly name: string;
  /** False when this browser forgets everything with the page (a private window). */
  readonly lasts: boolean;
  /** True once something that was kept could not be read. */
  readonly isUnreadable: boolean;
  get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined>;
  put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void>;
  drop(key: keyof Kept): Promise<void>;
  scans(): Promise<readonly KeptScan[]>;
  /** All of them or, when this throws, none. */
  putScans(scans: readonly KeptScan[]): Promise<void>;
  dropScans(numbers: readonly number[]): Promise<void>;
  roster(slot: string): Promise<readonly RosterPiece[]>;
  putRoster(piece: RosterPiece): Promise<void>;
  /** Forgets a slot's roster, or its pieces from one on; without a slot, all of them. */
  dropRoster(slot?: string, from?: number): Promise<void>;
  rosterSlots(): Promise<readonly string[]>;
  /** Forgets everything, down to the last byte; the memory is of no use afterwards. */
  destroy(): Promise<void>;
}

/** Longer than any phone takes; a database that another page holds on to may never open. */
const openMillisecondsMax = 8_000;

/** Opens the phone's own database, or a memory that ends with the page where the browser refuses one. */
export async function openMemory(displaced: () => void): Promise<Memory> {
  try {
    const open = () => within(openMillisecondsMax, openDatabase(displaced));
    return new SteadyMemory(new PhoneMemory(await open(), open));
  } catch (trouble) {
    // The page says so to the volunteer by `lasts`; the door can work all the same.
    console.warn("This browser keeps nothing:", trouble);
    return new PageMemory(trouble instanceof DOMException && trouble.name === "TimeoutError");
  }
}

export class PhoneMemory implements Memory {
  readonly lasts = true;
  readonly isUnreadable = false;
  readonly name: string;
  private readonly reopen: () => Promise<DoorDatabase>;
  private database: DoorDatabase;

  constructor(database: DoorDatabase, reopen: () => Promise<DoorDatabase>) {
    this.database = database;
    this.name = database.name;
    this.reopen = reopen;
  }

  async get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    return (await this.use((database) => database.get("kept", key))) as Kept[K] | undefined;
  }

  async put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    await this.use((database) => database.put("kept", value, key));
  }

  drop(key: keyof Kept): Promise<void> {
    return this.use((database) => database.delete("kept", key));
  }

  scans(): Promise<readonly KeptScan[]> {
    return this.use((database) => database.getAll("scans"));
  }

  putScans(scans: readonly KeptScan[]): Promise<void> {
    return this.use(async (database) => {
      // Browsers that wait for the disk take tens of milliseconds longer; what is lost then is lost with the whole phone.
      const change = database.transaction("scans", "readwrite", { durability: "relaxed" });
      const puts = scans.map((scan) => change.store.put(scan));
      // Said at once, it saves the browser asking whether anything else is to come.
      change.commit();
      await Promise.all([...puts, change.done]);
    });
  }

  dropScans(numbers: readonly number[]): Promise<void> {
    return this.use(async (database) => {
      const change = database.transaction("scans", "readwrite");
      await Promise.all([...numbers.map((n) => change.store.delete(n)), change.done]);
    });
  }

  roster(slot: string): Promise<readonly RosterPiece[]> {
    return this.use((database) => database.getAll("rosters", piecesOf(slot)));
  }

  putRoster(piece: RosterPiece): Promise<void> {
    return this.use(async (database) => {
      const change = database.transaction("rosters", "readwrite");
      const cleared = piece.n === 0 ? change.store.delete(piecesOf(piece.slot)) : undefined;
      await Promise.all([cleared, change.store.put(piece), change.done]);
    });
  }

  dropRoster(slot?: string, from?: number): Promise<void> {
    return this.use((database) => (slot === undefined ? database.clear("rosters") : database.delete("rosters", piecesOf(slot, from))));
  }

  async rosterSlots(): Promise<readonly string[]> {
    return [...new Set((await this.use((database) => database.getAllKeys("rosters"))).map(([slot]) => slot))];
  }

  async destroy(): Promise<void> {
    this.database.close();
    await new Promise<void>((resolve, reject) => {
      const gone = indexedDB.deleteDatabase(this.name);
      gone.onsuccess = () => resolve();
      gone.onerror = () => reject(gone.error);
    });
  }

  /** Safari loses the connection of a page that was long in the background: then it is opened once more. */
  private async use<T>(act: (database: DoorDatabase) => Promise<T>): Promise<T> {
    try {
      return await act(this.database);
    } catch (trouble) {
      if (!isLost(trouble)) throw trouble;
      this.database = await this.reopen();
      return act(this.database);
    }
  }
}

function isLost(trouble: unknown): boolean {
  return trouble instanceof DOMException && (trouble.name === "InvalidStateError" || trouble.name === "UnknownError");
}

function piecesOf(slot: string, from = 0): IDBKeyRange {
  return IDBKeyRange.bound([slot, from], [slot, Number.MAX_SAFE_INTEGER]);
}
