import { expect, test } from "vitest";
import written from "../../../docs/answers.md?raw";
import { answerCodes } from "../src/answer";

/** The first column of the door's table of answers. */
function codesOfTheDoor(): string[] {
  const table = written.split("\n## The door\n")[1]!.split("\nRefusals of a whole request")[0]!.split("\nTwo answers")[0]!;
  return [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
}

test("every answer that is written down for the door is known to the page, and no other", () => {
  // The one that is not in the table, for it says that nothing is definite.
  expect([...answerCodes].sort()).toEqual([...codesOfTheDoor(), "busy"].sort());
  expect(codesOfTheDoor().length).toBeGreaterThan(15);
});
