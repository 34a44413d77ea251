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
