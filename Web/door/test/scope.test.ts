import { expect, test } from "vitest";
import { slotChosen, slotNow, windowAt } from "../src/scope";
import { Station } from "../src/station";
import { languageOf } from "../src/texts";
import type { Learned, Told, ToldSlot } from "../src/told";
import { aSlot, noon } from "./parts";

const hour = 3_600_000;

test.each([
  ["the one whose door is open", [aSlot("later", 3), aSlot("open", 0.25), aSlot("past", -3)], "open"],
  ["of two open ones the nearest start", [aSlot("far", -0.9), aSlot("near", 0.25)], "near"],
  ["else the next to open", [aSlot("tomorrow", 24), aSlot("next", 2), aSlot("past", -2)], "next"],
  ["else the one that closed last", [aSlot("long-past", -9), aSlot("past", -2)], "past"],
  ["none that was cancelled", [aSlot("cancelled", 0, { cancelled: true }), aSlot("next", 5)], "next"],
  ["a cancelled one when there is no other", [aSlot("cancelled", 0, { cancelled: true })], "cancelled"],
  ["none at all", [], undefined],
])("the slot that a door stands for is %s", (_, slots, expected) => {
  expect(slotNow(slots, noon)?.id).toBe(expected);
});

test("a door window holds its opening and not its closing", () => {
  const slot = aSlot("s", 0);
  const moments = [-0.5 * hour - 1, -0.5 * hour, hour - 1, hour].map((after) => windowAt(slot, noon + after));
  expect(moments).toEqual(["before", "open", "open", "closed"]);
});

test("a slot chosen by hand stands until its door has closed", () => {
  const slots = [aSlot("open", 0.25), aSlot("chosen", 2), aSlot("next", 3.25)];
  const standing = [0, 2, 2.9, 3].map((hours) => slotChosen(slots, "chosen", noon + hours * hour)?.id);
  expect(standing).toEqual(["chosen", "chosen", "chosen", "next"]);
});

const name = { kk: "", ru: "", en: "" };

function told(doors: Readonly<Record<string, readonly ToldSlot[]>>): Learned {
  const all = Object.entries(doors).map(([id, slots]) => ({ id, name, slots: slots.map((slot) => slot.id) }));
  return { at: noon, offsetMilliseconds: 0, told: { doors: all, slots: Object.values(doors).flat() } as unknown as Told };
}

function standing(doors: Parameters<typeof told>[0], now = noon, choice?: { door: string; slot: string | null }): Station {
  const station = new Station(choice);
  station.learn(told(doors), now);
  return station;
}

test("a phone for several doors begins at the one whose door is open now", () => {
  const doors = { a: [aSlot("s1", 4)], b: [], c: [aSlot("s3", 0)] };
  expect(standing(doors).door?.id).toBe("c");
  expect(standing(doors, noon + 3 * hour).door?.id).toBe("a");
  expect(standing(doors, noon, { door: "b", slot: null }).door?.id).toBe("b");
});

test("another door begins with its own slot", () => {
  const station = standing({ a: [aSlot("s1", 0), aSlot("s2", 1)], b: [aSlot("s3", 4)] });
  station.chooseSlot("s2");
  expect([station.door?.id, station.slot(noon)?.id]).toEqual(["a", "s2"]);
  station.chooseDoor("b");
  expect([station.door?.id, station.slot(noon)?.id, station.choice]).toEqual(["b", "s3", { door: "b", slot: null }]);
});

test("where everybody walks in there is nothing to scan, and a phone stays at its door when a sync tells more", () => {
  const station = standing({ a: [aSlot("s1", 0), aSlot("open-stage", 0, { openEntrance: true })] });
  expect(station.doors[0]?.slots.map((slot) => slot.id)).toEqual(["s1"]);
  station.learn(told({ new: [aSlot("s0", 0)], a: [aSlot("s1", 5)] }), noon);
  expect(station.door?.id).toBe("a");
});

test.each([[["en-US"], "en"], [["de", "ru-RU"], "ru"], [["kk"], "kk"], [["de"], "kk"], [[], "kk"]] as const)(
  "a browser that wants %j reads %s", (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
