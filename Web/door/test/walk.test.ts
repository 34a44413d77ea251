import { expect, test } from "vitest";
import { newId } from "../src/pairing";
import { Walk, type Faulty } from "./walk";

/** Each a few dozen steps of three phones. */
const seeds = Array.from({ length: 250 }, (_, n) => n + 1);
const few = seeds.slice(0, 40);

async function mistakesOf(faulty: Faulty, some: readonly number[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const seed of some) found.push(...(await Walk.of(seed, faulty)));
  return found;
}

test("phones that go where chance leads them let nobody in twice, keep nobody out, and lose no scan", async () => {
  expect((await mistakesOf({}, seeds)).slice(0, 12)).toEqual([]);
}, 120_000);

test("phones at a room that is full by half let in no more than it holds, as far as they can know", async () => {
  expect((await mistakesOf({ isFull: true }, seeds)).slice(0, 12)).toEqual([]);
}, 120_000);

test.each<[string, Faulty, RegExp]>([
  ["that forgets whom it let in", { phone: ({ shift: { queue } }) => void (queue.netOf = () => ({ total: 0, waiting: 0, older: 0, issue: 0 })) }, /let more in/],
  ["that sends a scan under another id each time", { sent: renamed }, /scans were made, and/],
  ["that loses what it scanned last with its page", { phone: ({ memory }) => void (memory.putScans = async () => undefined) }, /scans were made, and/],
  ["that looks at its allowance alone", { isFull: true, phone: ({ shift: { keeper } }) => emptied(keeper as never) }, /lets people in and counts/],
  ["that takes the echo of its refusal for news", { phone: ({ shift }) => echoed(shift as never) }, /says "already-inside" to .* of whom [1-6] are due/],
])("the walk finds a phone %s", async (_, faulty, found) => {
  expect((await mistakesOf(faulty, few)).join("\n")).toMatch(found);
}, 120_000);

function renamed(request: RequestInit): RequestInit {
  const body = request.body ? JSON.parse(String(request.body)) : {};
  if (!body.scans) return request;
  return { ...request, body: JSON.stringify({ ...body, scans: body.scans.map((scan: { scanId: string }) => ({ ...scan, scanId: newId() })) }) };
}

/** To this phone the room is always empty. */
function emptied(keeper: { question(...given: unknown[]): { room: object } }): void {
  const question = keeper.question.bind(keeper);
  keeper.question = (...given) => {
    const asked = question(...given);
    return { ...asked, room: { ...asked.room, inside: 0 } };
  };
}

function echoed(shift: { learnFrom(kept: { scan: object }, answer: unknown): void }): void {
  const learn = shift.learnFrom.bind(shift);
  shift.learnFrom = (kept, answer) => learn({ ...kept, scan: { ...kept.scan, shown: "welcome" } }, answer);
}
