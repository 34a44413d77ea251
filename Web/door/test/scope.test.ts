import { expect, test } from "vitest";
import { slotChosen, slotNow, windowAt } from "../src/scope";
import { Station } from "../src/station";
import { languageOf } from "../src/texts";
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

test("a phone for several doors begins at the one whose door is open now", () => {
  const name = { kk: "", ru: "", en: "" };
  const doors = [{ id: "a", name, slots: [aSlot("s1", 4)] }, { id: "b", name, slots: [] }, { id: "c", name, slots: [aSlot("s3", 0)] }];
  const scope = { name: "Gate", doors, validUntil: "", festival: null };
  expect(new Station(scope, undefined, noon).door?.id).toBe("c");
  expect(new Station(scope, undefined, noon + 3 * hour).door?.id).toBe("a");
  expect(new Station(scope, { door: "b", slot: null }, noon).door?.id).toBe("b");
});

test("another door begins with its own slot", () => {
  const name = { kk: "", ru: "", en: "" };
  const doors = [{ id: "a", name, slots: [aSlot("s1", 0), aSlot("s2", 1)] }, { id: "b", name, slots: [aSlot("s3", 4)] }];
  const station = new Station({ name: "Gate", doors, validUntil: "", festival: null }, undefined, noon);
  station.chooseSlot("s2");
  expect([station.door?.id, station.slot(noon)?.id]).toEqual(["a", "s2"]);
  station.chooseDoor("b");
  expect([station.door?.id, station.slot(noon)?.id, station.choice]).toEqual(["b", "s3", { door: "b", slot: null }]);
});

test("the counter shows what the server counted before this phone's first scan, and what other doors add", () => {
  const scope = (slot: ReturnType<typeof aSlot>) => ({ name: "Gate", doors: [{ id: "a", name: { kk: "", ru: "", en: "" }, slots: [slot] }], validUntil: "", festival: null });
  const station = new Station(scope(aSlot("s", 0)));
  expect(station.counted("s")).toBeNull();
  station.learn(scope(aSlot("s", 0, { inside: 3, taken: 9, capacity: 12 })));
  expect(station.counted("s")).toEqual({ inside: 3, taken: 9, capacity: 12 });
});

test.each([[["en-US"], "en"], [["de", "ru-RU"], "ru"], [["kk"], "kk"], [["de"], "kk"], [[], "kk"]] as const)(
  "a browser that wants %j reads %s", (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
