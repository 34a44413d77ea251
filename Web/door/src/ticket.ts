import { asciiBytes, base64Url, hex, joined, type Bytes } from "./bytes";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const values = new Map(Array.from(alphabet, (sign, value) => [sign, value]));
const payloadBytes = 13;
const signatureBytes = 64;
const partyMax = 6;
/** 77 bytes in Base45: every token is as long as this. */
const tokenLetters = 116;
/** It stands before the payload under the signature, so that a signature made for anything else is never a ticket's. */
const purpose = asciiBytes("esik-ticket-1");

/** What a QR code says that is laid out as a ticket. Whether it is genuine, the keyring tells. */
export interface Ticket {
  readonly text: string;
  readonly keyId: number;
  readonly slotNumber: number;
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly issue: number;
  readonly party: number;
  /** What lies under the signature. */
  readonly signed: Bytes;
  readonly signature: Bytes;
}

/** Takes a token apart without trusting it; null when no signer could have written this text. Never throws. */
export function readTicket(text: string): Ticket | null {
  const bytes = text.length === tokenLetters ? decodeBase45(text) : null;
  if (bytes?.length !== payloadBytes + signatureBytes) return null;
  const payload = bytes.slice(0, payloadBytes);
  const view = new DataView(payload.buffer);
  const [issue, party] = [view.getUint8(11), view.getUint8(12)];
  if (issue < 1 || party < 1 || party > partyMax) return null;
  return {
    text, keyId: view.getUint8(0), slotNumber: view.getUint16(1), id: hex(payload.subarray(3, 11)), issue, party,
    signed: joined(purpose, payload), signature: bytes.slice(payloadBytes),
  };
}

/** Base45 of RFC 9285, strictly: one spelling for the same bytes. Null for any other text. */
export function decodeBase45(text: string): Bytes | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = Array.from(text.slice(at, at + 3), (sign) => values.get(sign) ?? Number.NaN);
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const isPair = group.length === 3;
    if (!(value <= (isPair ? 0xffff : 0xff))) return null;
    if (isPair) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** What a phone keeps of a scan instead of the token: the server, which has the signature, makes the token again and compares. */
export async function proofOf(ticket: Ticket): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", asciiBytes(ticket.text))));
}
