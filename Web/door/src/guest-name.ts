import { asciiBytes, fromHex, joined } from "./bytes";
import type { RosterEntry } from "./roster";
import type { Ticket } from "./ticket";

const purpose = asciiBytes("esik-door-name-1");

/**
 * The guest's name, or null. It lies on the phone under a key made of the ticket's own signature: whoever holds the phone
 * alone reads no name, and with one ticket no other name than that ticket's.
 */
export async function guestName(ticket: Ticket, entry: RosterEntry): Promise<string | null> {
  if (!entry.name || entry.issue !== ticket.issue) return null;
  const id = fromHex(ticket.id);
  const source = await crypto.subtle.importKey("raw", ticket.signature, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: joined(purpose, id) };
  const key = await crypto.subtle.deriveKey(derivation, source, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const iv = joined(id, Uint8Array.of(ticket.issue, entry.nameVersion, 0, 0));
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, entry.name));
  } catch (trouble) {
    // Another key fits this name, such as one of an older signature: the ticket is as good as its own signature, without a name.
    console.warn("A name does not open:", trouble);
    return null;
  }
}
