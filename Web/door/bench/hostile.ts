import { expect, test } from "vitest";
import { foreign, mutated, mutations } from "../test/hostile-codes";
import { aPhone, FakeServer, post } from "../test/shift-parts";

/** How long anything held before a camera may take from its text to its answer. */
const millisecondsMax = 5;

test("every hostile code is answered in time", async () => {
  const server = await FakeServer.open();
  const phone = await aPhone(server);
  await phone.sync();
  const token = await server.print({ id: "a1".repeat(8) });
  const codes = [...Array.from({ length: mutations }, (_, turn) => mutated(token, turn)).filter((text) => text !== token), ...foreign];
  const took: number[] = [];
  for (const text of codes) {
    const began = performance.now();
    await phone.shift.keeper.check(text, post, null);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!;
  const said = [["median", 0.5], ["p99", 0.99], ["slowest", 1]].map(([name, share]) => `${name} ${at(share as number).toFixed(2)} ms`);
  console.log(`${took.length} hostile codes through the whole door: ${said.join(", ")}`);
  expect(at(0.99)).toBeLessThan(millisecondsMax);
});
