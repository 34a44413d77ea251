import type { TextKey } from "./texts";

/** Why the server did not take something, by its code, as a part of a sentence. */
const reasons: Readonly<Record<string, TextKey>> = {
  "scan-unusable": "door.why.form",
  "scans-unusable": "door.why.form",
  "sync-unusable": "door.why.form",
  "not-json": "door.why.form",
  "not-utf8": "door.why.form",
  "bad-request": "door.why.form",
  "wrong-media-type": "door.why.form",
  "slot-not-found": "door.why.slot",
  "proof-wrong": "door.why.proof",
  "device-revoked": "door.why.revoked",
  "failed": "door.why.failed",
  "too-large": "door.why.large",
  "foreign-origin": "door.why.address",
  "not-found": "door.why.address",
};

export function reasonOf(code: string): TextKey {
  return Object.hasOwn(reasons, code) ? reasons[code]! : "door.why.other";
}
