import { openDB, type IDBPDatabase } from "idb";
import type { Language } from "./texts";
import type { Scope } from "./scope";

/** What a phone keeps from one opening of the page to the next. */
export interface Kept {
  /** The bearer token of this phone. */
  pass: { readonly deviceToken: string };
  scope: Scope;
  /** A code that was not answered yet, with the request id under which it may be repeated. */
  pairing: { readonly code: string; readonly requestId: string };
  choice: { readonly door: string; readonly slot: string | null };
  language: Language;
}

export interface Memory {
  /** False when this browser forgets everything with the page (a private window). */
  readonly lasts: boolean;
  get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined>;
  put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void>;
  drop(key: keyof Kept): Promise<void>;
}

/** Forgets all that belongs to the pass; the volunteer's language may stay. */
export async function wipe(memory: Memory): Promise<void> {
  for (const key of ["pass", "scope", "pairing", "choice"] as const) await memory.drop(key);
}

/** Opens the phone's own database, or a memory that ends with the page where the browser refuses one. */
export async function openMemory(): Promise<Memory> {
  try {
    const database = await openDB("esik-door", 1, { upgrade: (opened) => void opened.createObjectStore("kept") });
    return new PhoneMemory(database);
  } catch {
    // The page says so to the volunteer by `lasts`; the door can work all the same.
    return new PageMemory();
  }
}

class PhoneMemory implements Memory {
  readonly lasts = true;
  private readonly database: IDBPDatabase;

  constructor(database: IDBPDatabase) {
    this.database = database;
  }

  get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    return this.database.get("kept", key);
  }

  async put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    await this.database.put("kept", value, key);
  }

  drop(key: keyof Kept): Promise<void> {
    return this.database.delete("kept", key);
  }
}

export class PageMemory implements Memory {
  readonly lasts = false;
  private readonly kept = new Map<keyof Kept, unknown>();

  async get<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    return this.kept.get(key) as Kept[K] | undefined;
  }

  async put<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    this.kept.set(key, value);
  }

  async drop(key: keyof Kept): Promise<void> {
    this.kept.delete(key);
  }
}
