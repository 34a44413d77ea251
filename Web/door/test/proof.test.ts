import { describe, expect, test } from "vitest";
import { readProof, readShortCode } from "../src/proof";

describe("a short code", () => {
  test.each([
    ["abcd-efgh", "ABCD-EFGH"],
    ["ABCDEFGH", "ABCD-EFGH"],
    ["  abcd efgh ", "ABCD-EFGH"],
    ["АВСЕ-НКМТ", "ABCE-HKMT"],
    ["abcd-efg", null],
    ["abcd-efghi", null],
    ["abcd_efgh", null],
    ["жбцд-эфгх", null],
    ["", null],
  ])("typed as %j is %j", (typed, code) => {
    expect(readShortCode(typed)).toBe(code);
  });
});

describe("what a camera read", () => {
  test("is a ticket's code when it is Base45", () => {
    const token = "6BFOXN%TS3DH $*+-./:0".repeat(5);
    expect(readProof(token)).toEqual({ token });
  });

  test("is a short code when it has eight letters", () => {
    expect(readProof("ABCD-EFGH")).toEqual({ code: "ABCD-EFGH" });
  });

  test.each([
    "WIFI:S:Depot;T:WPA;P:secret;;", "https://example.org/ticket", "BEGIN:VCARD\nN:Guest\nEND:VCARD", "", "A".repeat(4_000), "билет",
  ])("and is none of our business stays on the phone: %j", (text) => {
    expect(readProof(text)).toBeNull();
  });
});
