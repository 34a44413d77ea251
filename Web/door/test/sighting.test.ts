import { expect, test } from "vitest";
import { Sightings } from "../src/sighting";

/** What the camera sees, every 100 ms: a letter is a ticket, a dot nothing. Gives the tickets that counted. */
function counted(film: string): string {
  const sightings = new Sightings();
  return Array.from(film).filter((sign, index) => sign !== "." && sightings.isNew(sign, index * 100)).join("");
}

test.each([
  ["a ticket held for six seconds", "a".repeat(60), "a"],
  ["a ticket that the camera loses now and then", "aa..a....aaa...........aa", "a"],
  ["a ticket that comes back after two seconds", `aa${".".repeat(20)}a`, "aa"],
  ["the next guest at once", "aaaabbbb", "ab"],
  ["two tickets side by side", "ababababab".repeat(8), "ab"],
  ["nothing", "......", ""],
])("%s", (_, film, expected) => {
  expect(counted(film)).toBe(expected);
});

test("a ticket shown while the last is still being checked counts as soon as it can", () => {
  const sightings = new Sightings();
  expect([0, 100, 200, 300].map((now) => sightings.isNew("b", now, now >= 200))).toEqual([false, false, true, false]);
});

test("a ticket held through a long check does not count again after it", () => {
  const sightings = new Sightings();
  sightings.isNew("a", 0);
  for (let now = 100; now < 5_000; now += 100) sightings.isNew("a", now, false);
  expect(sightings.isNew("a", 5_000)).toBe(false);
});
