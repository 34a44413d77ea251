import type { ToldElsewhere } from "./elsewhere";
import type { PublicKey } from "./keyring";
import type { LocalText } from "./texts";

/** What `POST /api/door/sync` answers. Times are ISO 8601 in UTC. */
export interface Told {
  readonly now: string;
  readonly device: { readonly name: string; readonly role: "volunteer" | "lead"; readonly validUntil: string };
  readonly festival: {
    readonly id: string;
    readonly name: LocalText;
    readonly timeZone: string;
    /** The highest number that a slot of this festival ever had. */
    readonly numberLast: number;
  };
  readonly keys: readonly PublicKey[];
  readonly doors: readonly { readonly id: string; readonly name: LocalText; readonly slots: readonly string[] }[];
  readonly slots: readonly ToldSlot[];
  readonly elsewhere?: ToldElsewhere;
}

export interface ToldSlot {
  readonly id: string;
  readonly number: number;
  readonly title: LocalText;
  readonly venue: LocalText;
  readonly start: string;
  readonly end: string;
  readonly doorOpens: string;
  readonly doorCloses: string;
  readonly cancelled: boolean;
  readonly openEntrance: boolean;
  readonly capacity: number;
  readonly taken: number;
  readonly offered: number;
  readonly inside: number;
  readonly releaseAt: string | null;
  /** Places for people without a ticket, how many of them this phone may spend without asking, and how many came in so. */
  readonly walkIns: { readonly free: number; readonly allowance: number; readonly inside: number };
  readonly changed: boolean;
}

/** The server's word with the phone's own part: when it came, and how the clocks differed. */
export interface Learned {
  readonly told: Told;
  /** By the phone's own clock, milliseconds since 1970. */
  readonly at: number;
  /** Server's clock minus the phone's. */
  readonly offsetMilliseconds: number;
  /** When all of it was last heard, every roster too; null: never. An earlier page kept only what was whole, and did not say this. */
  readonly knownAt?: number | null;
}

/** Null for anything but a sync's answer: a sign-in page of somebody's Wi-Fi must not become the programme. */
export function toldIn(body: unknown): Told | null {
  const told = body as Partial<Told> | null;
  const isWhole = told?.now && told.device && told.festival && Array.isArray(told.keys) && Array.isArray(told.doors) && Array.isArray(told.slots);
  return isWhole && !Number.isNaN(Date.parse(told.now!)) ? (told as Told) : null;
}
