import { describe, expect, test } from "vitest";
import answers from "../../../docs/answers.md?raw";
import { Clock } from "../src/clock";
import { reasonOf } from "../src/reasons";
import type { DoorScan } from "../src/scan";
import { asideWords } from "../src/state-view";
import { languages, Words } from "../src/texts";
import type { Told } from "../src/told";

const clock = new Clock();
clock.learn({ at: 0, offsetMilliseconds: 0, told: { festival: { timeZone: "Asia/Almaty" } } as Told });

/** Why a scan is set aside, as docs/answers.md has it. */
function codes(): string[] {
  const table = answers.split("The codes of `set-aside`:")[1]!.split("\n\nA phone may say")[0]!;
  return [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
}

test("every reason to set a scan aside that is written down has its words, and a strange one has some", () => {
  expect(codes().length).toBeGreaterThan(3);
  for (const code of codes()) expect(reasonOf(code), code).not.toBe("door.why.other");
  for (const code of ["", "toString", "a-new-one"]) expect(reasonOf(code)).toBe("door.why.other");
});

describe.each(languages)("in %s", (language) => {
  const words = new Words(language);

  test("a scan that was set aside is told by its time, its door and its reason, and by no code", () => {
    const scan = { scannedAt: "2025-09-15T13:04:00Z", offsetSeconds: 60, door: "main" } as DoorScan;
    const door = { id: "main", name: { kk: "Басты есік", ru: "Главный вход", en: "Main door" }, slots: [] };
    for (const code of [...codes(), "a-new-one"]) {
      const said = asideWords({ n: 1, scan, places: 1, state: "aside", trouble: { code, field: null } }, { learned: { at: 0, offsetMilliseconds: 0, told: { doors: [door] } as unknown as Told } }, words, clock);
      expect(said).toBe(`15.09, 18:05 · ${door.name[language]} · ${words.say(reasonOf(code))}`);
      expect(said).not.toMatch(/[a-z]-[a-z]|undefined/);
    }
  });

  test("a refused sync says why in words", () => {
    for (const code of ["not-json", "foreign-origin", "a-new-one"]) {
      const said = words.say("door.cannot.refused", { n: 2, why: words.say(reasonOf(code)) });
      expect(said).not.toMatch(/[{}]|[a-z]-[a-z]/);
    }
  });
});
