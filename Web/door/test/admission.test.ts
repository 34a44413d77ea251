import { describe, expect, test } from "vitest";
import table from "../../../Functions/Doors/AdmissionCases.json";
import { decide, type AdmissionQuestion } from "../src/admission";

/** A case as the table has it: times as texts, and what only a server can meet. */
interface Case extends Omit<AdmissionQuestion, "role" | "doors"> {
  readonly device: Pick<AdmissionQuestion, "role" | "doors">;
  readonly wasAdmitted: boolean;
  readonly ticket: AdmissionQuestion["ticket"] & { readonly void: string | null };
}

/** Objects field by field at every depth, all else replaced whole. */
function laidOver(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map((key) => [key, key in above ? laidOver(below[key], above[key]) : below[key]]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function timesRead(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, timesRead(each)]));
  return typeof value === "string" && value.endsWith("Z") ? Date.parse(value) : value;
}

const cases = table.cases.map(({ name, given, expect: expected }) => {
  const asked = timesRead(laidOver(table.defaults, given)) as Case;
  return { name, asked, expected: { places: 0, left: 0, isNew: false, ...expected } };
});
// A phone hears of no scan that was decided before, and knows of an issue only what its roster says.
const ofPhones = cases.filter(({ asked }) => !asked.wasAdmitted && asked.ticket.void === null);

describe("the rule of the door, by AdmissionCases.json", () => {
  test.each(ofPhones)("$name", ({ asked, expected }) => {
    expect(decide({ ...asked, ...asked.device })).toEqual(expected);
  });

  test("has at least 120 cases that a phone can meet", () => {
    expect(ofPhones.length).toBeGreaterThanOrEqual(120);
  });
});
