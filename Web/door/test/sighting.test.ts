import { expect, test } from "vitest";
import { Sightings } from "../src/sighting";

/** What the camera sees, every 100 ms: a letter is a ticket, a dot nothing. Gives the tickets that counted. */
function counted(film: string): string {
  const sightings = new Sightings();
  return Array.from(film).filter((sign, index) => sign !== "." && sightings.look(sign, index * 100) === "new").join("");
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
  expect([0, 100, 200, 300].map((now) => sightings.look("b", now, now >= 200))).toEqual([null, null, "new", null]);
});

test("a ticket held through a long check does not count again after it", () => {
  const sightings = new Sightings();
  sightings.look("a", 0);
  for (let now = 100; now < 5_000; now += 100) sightings.look("a", now, false);
  expect(sightings.look("a", 5_000)).toBeNull();
});

test("a ticket of which a part came in is the rest of it until it was gone for long, and no other is", () => {
  const sightings = new Sightings();
  sightings.look("a", 0);
  sightings.cameInPart("a", 1_000);
  expect([sightings.look("a", 4_000), sightings.look("a", 5_000), sightings.look("b", 5_000)]).toEqual(["rest", null, "new"]);
  // The hand that holds it shakes on and on.
  expect([18_000, 31_000, 44_000].map((now) => sightings.look("a", now))).toEqual(["rest", "rest", "rest"]);
  expect(sightings.look("a", 59_000)).toBe("new");
});
