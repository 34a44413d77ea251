import { describe as group, expect, test } from "vitest";
import answers from "../../../docs/answers.md?raw";
import { anAnswer, answerCodes, clashCauses, type Answer } from "../src/answer";
import { Clock } from "../src/clock";
import { aloud, describe } from "../src/describe";
import { languages, Words } from "../src/texts";
import type { Told } from "../src/told";

const clock = new Clock();
clock.learn({ at: 0, offsetMilliseconds: 0, told: { festival: { timeZone: "Asia/Almaty" } } as Told });
const door = { kk: "Басты есік", ru: "Главный вход", en: "Main door" };
const moment = "2025-09-15T13:04:00Z";

function told(answer: Answer["answer"], more: Partial<Answer> = {}): Answer {
  return anAnswer("s", answer, more);
}

const everything: Partial<Answer> = {
  places: 2, left: 1, party: 3, isNew: true, name: "Айгерім", since: moment, door, opensAt: moment,
  slot: { title: door, start: moment, venue: door },
};

group.each(languages)("in %s", (language) => {
  const words = new Words(language);

  test.each(answerCodes)("%s has a title and advice, with much told or nothing", (code) => {
    for (const more of [{}, everything]) {
      const said = aloud(describe(told(code, more), words, clock), words);
      expect(said).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(describe(told(code, more), words, clock).title).not.toBe("");
    }
  });

  test.each(["no-network", "server", "no-sync", "no-list", "too-often"] as const)("a ticket left unchecked by %s has a title and advice", (why) => {
    const shown = describe({ scanId: "s", answer: "not-checked", why }, words, clock);
    expect([shown.tone, shown.again]).toEqual(["attention", true]);
    expect(shown.detail).not.toBe("");
  });
});

group.each(languages)("a clash in %s", (language) => {
  const words = new Words(language);

  test("says what it comes from, each cause otherwise", () => {
    const shown = clashCauses.map((cause) => describe(told("clash", { cause }), words, clock));
    for (const part of ["icon", "title", "detail"] as const) expect(new Set(shown.map((each) => each[part])).size).toBe(clashCauses.length);
    expect(describe(told("clash"), words, clock).title).toBe(shown[0]!.title);
  });
});
/** The door's answers in docs/answers.md: code and colour. */
function documented(): Record<string, string> {
  const door = answers.slice(answers.indexOf("\n## The door\n"));
  const table = door.slice(0, door.indexOf("\n## ", 5));
  return Object.fromEntries([...table.matchAll(/^\| `([a-z-]+)` \| (green|amber|red) \|/gm)].map(([, code, colour]) => [code!, colour!]));
}

group("an answer", () => {
  const words = new Words("en");

  test("has the colour that docs/answers.md gives it, and each stands there", () => {
    const colours = { welcome: "green", attention: "amber", refuse: "red" };
    const shown = answerCodes.filter((code) => code !== "busy").map((code) => [code, colours[describe(told(code), words, clock).tone]]);
    const unchecked = describe({ scanId: "s", answer: "not-checked", why: "server" }, words, clock);
    expect(documented()).toEqual({ ...Object.fromEntries(shown), "not-checked": colours[unchecked.tone] });
  });

  test("is green only for welcome", () => {
    const green = answerCodes.filter((code) => describe(told(code), words, clock).tone === "welcome");
    expect(green).toEqual(["welcome"]);
  });

  test("of welcome tells how many come in and how many may follow", () => {
    const shown = describe(told("welcome", everything), words, clock);
    expect([shown.places, shown.name]).toEqual([2, "Айгерім"]);
    expect(shown.facts).toEqual(["1 more person may come in on this ticket", "Ticket for 3 people"]);
  });

  test("of already-inside tells since when and at which door, in the festival's zone", () => {
    const { facts } = describe(told("already-inside", { since: moment, door }), words, clock);
    expect(facts).toEqual(["Came in at 15.09, 18:04", "Door: Main door"]);
  });

  test("of already-inside says how many may still come in, and refuses nobody", () => {
    const shown = describe(told("already-inside", { left: 2, party: 4 }), words, clock);
    expect([shown.tone, shown.title, shown.some]).toEqual(["attention", "2 more people may come in", 2]);
    expect(aloud(shown, words)).not.toContain("Every place of this ticket");
    expect(describe(told("already-inside", { left: 0, party: 4 }), words, clock)).toMatchObject({ tone: "refuse", title: "Already inside", some: 0 });
  });

  test.each([[27, 4, 3, "Only 3 places left"], [27, 2, 2, "Only 2 places left"], [30, 4, 0, "No place left"], [31, 4, 0, "No place left"]])(
    "of room-full with %i inside and %i of the party outside says how many may come in", (inside, left, some, title) => {
      const shown = describe(told("room-full", { left, party: 4, counts: { inside, taken: 20, capacity: 30 } }), words, clock);
      expect([shown.some, shown.title]).toEqual([some, title]);
    });

  test("of other-slot tells which, when and where", () => {
    const { slot } = describe(told("other-slot", everything), words, clock);
    expect(slot).toEqual({ title: "Main door", when: "15.09, 18:04", venue: "Main door" });
  });
});

test("Russian counts people as Russians do", () => {
  const words = new Words("ru");
  const said = [1, 2, 5, 11, 21].map((n) => words.say("door.places.number", { n }));
  expect(said).toEqual(["1 человек", "2 человека", "5 человек", "11 человек", "21 человек"]);
});
