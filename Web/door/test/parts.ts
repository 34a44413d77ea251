import "fake-indexeddb/auto";
import { asciiBytes, base64Url, fromHex, joined } from "../src/bytes";
import type { Memory } from "../src/memory";
import { PhoneMemory } from "../src/memory";
import { openDatabase } from "../src/store";
import type { Told, ToldSlot } from "../src/told";

type Answered = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | "lost" | "not-json";

/** A network that gives the told answers one after the other (the last for ever) and keeps what it was asked. */
export function network(...told: Answered[]) {
  const asked: { address: string; body: any; bearer: string | null; headers: Headers }[] = [];
  const send = (async (address: string, request: RequestInit) => {
    const headers = new Headers(request.headers);
    asked.push({ address, body: request.body ? JSON.parse(String(request.body)) : null, bearer: headers.get("Authorization"), headers });
    const now = told[Math.min(asked.length, told.length) - 1] ?? "lost";
    if (now === "lost") throw new TypeError("Failed to fetch");
    if (now === "not-json") return new Response("<html>Sign in to the Wi-Fi</html>", { status: 200 });
    return new Response(JSON.stringify(now.body ?? {}), { status: now.status, headers: now.headers ?? {} });
  }) as typeof fetch;
  return { asked, send };
}

export const noWait = async () => {};
const hour = 3_600_000;
export const noon = Date.parse("2026-09-15T07:00:00Z");

/** A slot that starts some hours after a moment, lasts one, and whose door opens half an hour before. */
export function aSlot(id: string, startHours: number, more: Partial<ToldSlot> = {}, from = noon): ToldSlot {
  const at = (hours: number) => new Date(from + hours * hour).toISOString();
  const name = { kk: id, ru: id, en: id };
  return {
    id, number: 1, title: name, venue: name, start: at(startHours), end: at(startHours + 1), doorOpens: at(startHours - 0.5),
    doorCloses: at(startHours + 1), capacity: 40, cancelled: false, openEntrance: false, taken: 0, offered: 0, inside: 0,
    releaseAt: null, walkIns: { free: 0, allowance: 0, inside: 0 }, changed: false, ...more,
  };
}

let databases = 0;

/** A phone's database of its own. */
export async function aMemory(name = `esik-door-test-${++databases}`): Promise<Memory> {
  const open = () => openDatabase(() => undefined, name);
  return new PhoneMemory(await open(), open);
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function base45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let digits = isPair ? 3 : 2; digits > 0; digits--, value = Math.floor(value / 45)) text += alphabet[value % 45];
  }
  return text;
}

export interface TestTicket {
  readonly id: string;
  readonly issue?: number;
  readonly party?: number;
  readonly slotNumber?: number;
  readonly keyId?: number;
}

/** A festival's private key: signs tickets, and tells its public half. */
export class Press {
  private readonly keys: CryptoKeyPair;

  private constructor(keys: CryptoKeyPair) {
    this.keys = keys;
  }

  static async make(): Promise<Press> {
    return new Press(await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]));
  }

  async spki(): Promise<string> {
    return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey("spki", this.keys.publicKey))));
  }

  async print({ id, issue = 1, party = 1, slotNumber = 1, keyId = 1 }: TestTicket): Promise<{ text: string; signature: Uint8Array<ArrayBuffer> }> {
    const payload = joined(Uint8Array.of(keyId, slotNumber >> 8, slotNumber & 255), fromHex(id), Uint8Array.of(issue, party));
    const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.keys.privateKey, joined(asciiBytes("esik-ticket-1"), payload));
    const signature = new Uint8Array(signed);
    return { text: base45(joined(payload, signature)), signature };
  }
}

export async function proofOfText(text: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", asciiBytes(text))));
}

export interface TestEntry {
  readonly id: string;
  readonly issue?: number;
  readonly state?: 0 | 1 | 2 | 3;
  readonly admitted?: number;
  readonly nameVersion?: number;
  readonly name?: Uint8Array;
}

/** `earlier`: as the layout before had it, with a byte more. */
export function rosterBytes(entries: readonly TestEntry[], earlier: readonly number[] = []): ArrayBuffer {
  const parts = entries.map(({ id, issue = 1, state = 0, admitted = 0, nameVersion = 0, name }) => joined(
    fromHex(id), Uint8Array.of(issue, state | (name ? 4 : 0), ...earlier, admitted, nameVersion, name?.length ?? 0), name ?? new Uint8Array(0)));
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, earlier.length > 0 ? 0x45535231 : 0x45535232);
  new DataView(head.buffer).setUint32(4, entries.length);
  return joined(head, ...parts).buffer;
}

/** A name as the server encrypts it for phones. */
export async function sealedName(name: string, ticket: { id: string; issue: number }, signature: Uint8Array<ArrayBuffer>, version: number): Promise<Uint8Array> {
  const source = await crypto.subtle.importKey("raw", signature, "HKDF", false, ["deriveKey"]);
  const info = joined(asciiBytes("esik-door-name-1"), fromHex(ticket.id));
  const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info }, source, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = joined(fromHex(ticket.id), Uint8Array.of(ticket.issue, version, 0, 0));
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(name)));
}

export async function aTold(press: Press, slots: readonly ToldSlot[], more: Partial<Told> = {}): Promise<Told> {
  const name = { kk: "Есік", ru: "Вход", en: "Door" };
  return {
    now: new Date().toISOString(), device: { name: "Phone", role: "volunteer", validUntil: new Date(Date.now() + hour).toISOString() },
    festival: { id: "test", name, timeZone: "Asia/Almaty", numberLast: 90 }, keys: [{ id: 1, spki: await press.spki() }],
    doors: [{ id: "main", name, slots: slots.map((slot) => slot.id) }], slots, ...more,
  };
}
