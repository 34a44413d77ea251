import { fromBase64 } from "./bytes";
import type { Ticket } from "./ticket";

export interface PublicKey {
  readonly id: number;
  /** Base64 of the key's SubjectPublicKeyInfo. */
  readonly spki: string;
}

export type Genuineness = "genuine" | "unknown-key" | "forged";
const curve = { name: "ECDSA", namedCurve: "P-256" } as const;

/** The festival's public keys: with them a phone tells genuine tickets, and can make none. */
export class Keyring {
  private readonly keys: ReadonlyMap<number, CryptoKey>;

  private constructor(keys: ReadonlyMap<number, CryptoKey>) {
    this.keys = keys;
  }

  static async of(keys: readonly PublicKey[]): Promise<Keyring> {
    const imported = await Promise.all(keys.map(async ({ id, spki }) => {
      return [id, await crypto.subtle.importKey("spki", fromBase64(spki), curve, true, ["verify"])] as const;
    }));
    return new Keyring(new Map(imported));
  }

  async judge(ticket: Ticket): Promise<Genuineness> {
    const key = this.keys.get(ticket.keyId);
    if (!key) return "unknown-key";
    const isSigned = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, ticket.signature, ticket.signed);
    return isSigned ? "genuine" : "forged";
  }
}
