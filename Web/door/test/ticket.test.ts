import { beforeAll, describe, expect, test } from "vitest";
import { guestName } from "../src/guest-name";
import { Keyring } from "../src/keyring";
import { readRoster, Roster } from "../src/roster";
import { decodeBase45, proofOf, readTicket } from "../src/ticket";
import { base45, Press, proofOfText, rosterBytes, sealedName } from "./parts";

const id = "0123456789abcdef";
let press: Press;
let keyring: Keyring;

beforeAll(async () => {
  press = await Press.make();
  keyring = await Keyring.of([{ id: 1, spki: await press.spki() }]);
});

describe("a ticket", () => {
  test("says what was signed, and is genuine", async () => {
    const { text } = await press.print({ id, issue: 3, party: 4, slotNumber: 513 });
    const ticket = readTicket(text)!;
    expect(ticket).toMatchObject({ id, issue: 3, party: 4, slotNumber: 513, keyId: 1 });
    expect(await keyring.judge(ticket)).toBe("genuine");
    expect(await proofOf(ticket)).toBe(await proofOfText(text));
  });

  test("signed by another festival is forged, or of an unknown key", async () => {
    const other = await Press.make();
    expect(await keyring.judge(readTicket((await other.print({ id })).text)!)).toBe("forged");
    expect(await keyring.judge(readTicket((await other.print({ id, keyId: 2 })).text)!)).toBe("unknown-key");
  });

  test("is none when its issue or party is out of range", async () => {
    for (const wrong of [{ issue: 0 }, { party: 0 }, { party: 7 }]) expect(readTicket((await press.print({ id, ...wrong })).text)).toBeNull();
  });

  test.each(["", "A", "https://example.org", "a".repeat(116), ":".repeat(116), "A".repeat(4_000), "билет".repeat(23) + "!"])("is not %j", (text) => {
    expect(readTicket(text)).toBeNull();
  });

  test("ten thousand times mutated is never genuine, never throws, and takes no time", async () => {
    const { text } = await press.print({ id });
    const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aж\u0000😀";
    const took: number[] = [];
    for (let turn = 0; turn < 10_000; turn++) {
      const mutated = mutate(text, signs, turn);
      const began = performance.now();
      const ticket = readTicket(mutated);
      took.push(performance.now() - began);
      if (ticket && mutated !== text) expect(await keyring.judge(ticket)).not.toBe("genuine");
    }
    // The middle one: on a busy machine any of them may be interrupted.
    expect(took.sort((a, b) => a - b)[5_000]).toBeLessThan(5);
  });
});

/** Another sign, one more, one less, two exchanged, or a piece said twice; the same turn does the same. */
function mutate(text: string, signs: string, turn: number): string {
  const at = (turn * 7_919) % text.length;
  const sign = signs[(turn * 31) % signs.length]!;
  switch (turn % 5) {
    case 0: return text.slice(0, at) + sign + text.slice(at + 1);
    case 1: return text.slice(0, at) + sign + text.slice(at);
    case 2: return text.slice(0, at) + text.slice(at + 1);
    case 3: return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
    default: return text.slice(0, at) + text.slice(at - 3, at) + text.slice(at);
  }
}

describe("other codes that people hold before a camera", () => {
  test.each([
    "https://example.org/t/9f86d081", "WIFI:T:WPA;S:Depot;P:secret;H:false;;", "BEGIN:VCARD\nVERSION:3.0\nN:Guest\nEND:VCARD",
    "MECARD:N:Guest;TEL:+77010000000;;", "mailto:guest@example.org?subject=x", "geo:43.25,76.9", "otpauth://totp/x?secret=ABCDEFGH",
    // As other ticket systems write them: a bare secret, a reservation with a checksum, digits, JSON, a signed web token.
    "bqqcgcqw7rqsvgvcyrjmfvpxxcqjvufy", "d1a5d2a0-6fd1-4a3e-9d0b-0c5b5d5d2d10/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "1234567890123456789", "{\"ticket\":1,\"event\":2}", "eyJhbGciOiJFUzI1NiJ9.eyJ0IjoxfQ.c2lnbmF0dXJl", "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA",
    "", " ", "\u0000", "ABCD-EFGH", "Билет № 5", "票", "\ud800", "0".repeat(4_096), ":".repeat(4_296), "😀".repeat(1_000),
  ])("%j is unreadable", (text) => {
    expect(readTicket(text)).toBeNull();
  });
});

test("Base45 has one spelling", () => {
  expect(decodeBase45(base45(Uint8Array.of(0, 255, 17)))).toEqual(Uint8Array.of(0, 255, 17));
  for (const wrong of ["A", "ABCD", ":::", "::", "ab", "é0"]) expect(decodeBase45(wrong)).toBeNull();
});

describe("a roster", () => {
  test("is read entry by entry, and takes changes over", () => {
    const roster = new Roster();
    roster.apply(rosterBytes([{ id, issue: 2, admitted: 1 }, { id: "ff".repeat(8), state: 1 }]));
    roster.apply(rosterBytes([{ id, issue: 3, state: 2 }]));
    expect(roster.find(id)).toMatchObject({ state: "replaced", issue: 3, admitted: 0 });
    expect(roster.find("ff".repeat(8))).toMatchObject({ state: "cancelled", issue: 1 });
    expect([roster.size, roster.find("00".repeat(8))]).toEqual([2, null]);
  });

  test("that was kept before the party was left out is read on", () => {
    const name = new Uint8Array(20).fill(9);
    const entries = [{ id, issue: 2, admitted: 1, nameVersion: 3, name }, { id: "ff".repeat(8), state: 1 as const }];
    expect(readRoster(rosterBytes(entries, [4]))).toEqual(readRoster(rosterBytes(entries)));
  });

  test.each([[new ArrayBuffer(0)], [new TextEncoder().encode("<html>Sign in</html>").buffer], [rosterBytes([{ id }]).slice(0, 20)], [new Uint8Array([...new Uint8Array(rosterBytes([{ id }])), 0]).buffer]])(
    "cut, lengthened or foreign is refused as a whole", (bytes) => {
      expect(() => readRoster(bytes as ArrayBuffer)).toThrow(RangeError);
    });

  test("holds names that only the ticket's own signature opens", async () => {
    const mine = await press.print({ id, issue: 2 });
    const other = await press.print({ id, issue: 2 });
    const name = await sealedName("Айгерім Серікқызы", { id, issue: 2 }, mine.signature, 7);
    const entry = readRoster(rosterBytes([{ id, issue: 2, nameVersion: 7, name }])).get(id)!;
    expect(await guestName(readTicket(mine.text)!, entry)).toBe("Айгерім Серікқызы");
    expect(await guestName(readTicket(other.text)!, entry)).toBeNull();
    expect(await guestName(readTicket(mine.text)!, { ...entry, nameVersion: 8 })).toBeNull();
    expect(await guestName(readTicket(mine.text)!, { ...entry, name: null })).toBeNull();
  });
});
