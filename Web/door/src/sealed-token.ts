import type { Bytes } from "./bytes";

/**
 * The phone's token as it lies in the database: under a key that the browser gives out to nobody, not even to this page's script.
 * Only a page of this very address on this very phone can open it, by asking the browser to.
 */
export interface SealedToken {
  readonly key: CryptoKey;
  readonly iv: Bytes;
  readonly cipher: ArrayBuffer;
}

export async function seal(token: string): Promise<SealedToken> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { key, iv, cipher: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(token)) };
}

export async function unseal({ key, iv, cipher }: SealedToken): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, cipher));
}
