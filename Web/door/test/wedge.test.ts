import { describe, expect, test } from "vitest";
import { Wedge, type Key } from "../src/wedge";

const us: Record<string, [code: string, shift: boolean]> = {
  " ": ["Space", false], "$": ["Digit4", true], "%": ["Digit5", true], "*": ["Digit8", true], "+": ["Equal", true],
  "-": ["Minus", false], ".": ["Period", false], "/": ["Slash", false], ":": ["Semicolon", true],
};
/** What the same keys give with a Russian keyboard switched on. */
const russian: Record<string, string> = {
  A: "Ф", B: "И", C: "С", D: "В", E: "У", F: "А", G: "П", H: "Р", X: "Ч", Z: "Я",
  "$": ";", "%": "%", "*": "*", "+": "+", "-": "-", ".": "ю", "/": ".", ":": "Ж",
};

function keys(text: string, layout: Record<string, string> = {}): Key[] {
  return Array.from(text).map((sign) => {
    const digit = sign >= "0" && sign <= "9";
    const [code, shiftKey] = us[sign] ?? (digit ? [`Digit${sign}`, false] : [`Key${sign.toUpperCase()}`, true]);
    return { key: layout[sign] ?? sign, code, shiftKey };
  });
}

function typed(all: Key[], pauseMilliseconds: number, end = "Enter"): string | null {
  const wedge = new Wedge();
  let now = 0;
  for (const key of all) wedge.press(key, (now += pauseMilliseconds));
  return wedge.press({ key: end, code: end, shiftKey: false }, now + pauseMilliseconds);
}

const token = "ABC DEF$%*+-./:0123456789GHXZ";

describe("a hand scanner", () => {
  test.each(["Enter", "Tab"])("types a code and %s", (end) => {
    expect(typed(keys(token), 10, end)).toBe(token);
  });

  test("is understood with a Russian keyboard switched on", () => {
    expect(typed(keys(token, russian), 10)).toBe(token);
  });

  test("may press Shift as a key of its own", () => {
    const shift = { key: "Shift", code: "ShiftLeft", shiftKey: true };
    expect(typed(keys(token).flatMap((key) => [shift, key]), 10)).toBe(token);
  });

  test("with Caps Lock is understood", () => {
    expect(typed(keys(token.toLowerCase()), 10)).toBe(token);
  });
});

test.each([
  ["a person's typing", keys("ABCDEFGHIJ"), 200],
  ["a short drumming", keys("ABCDEFG"), 10],
  ["Enter alone", [], 10],
])("%s is no scan", (_, all, pause) => {
  expect(typed(all, pause)).toBeNull();
});

test("a burst begins anew after a pause", () => {
  const wedge = new Wedge();
  for (const [index, key] of keys("XYZ").entries()) wedge.press(key, index * 10);
  for (const [index, key] of keys("ABCDEFGH").entries()) wedge.press(key, 1_000 + index * 10);
  expect(wedge.isTyping).toBe(true);
  expect(wedge.press({ key: "Enter", code: "Enter", shiftKey: false }, 1_090)).toBe("ABCDEFGH");
  expect(wedge.isTyping).toBe(false);
});
