import { expect, test } from "vitest";
import { readProof } from "../src/proof";
import { foreign, mutated, mutations } from "./hostile-codes";
import { aPhone, FakeServer, post } from "./shift-parts";

async function atTheDoor() {
  const server = await FakeServer.open();
  const id = "a1".repeat(8);
  server.entries = [{ id }];
  const phone = await aPhone(server);
  await phone.sync();
  return { phone, token: await server.print({ id }) };
}

test("ten thousand altered tickets are answered by the whole door, signatures and all; none comes in", async () => {
  const { phone, token } = await atTheDoor();
  const answers = new Map<string, number>();
  const texts = new Set<string>();
  for (let turn = 0; turn < mutations; turn++) {
    const text = mutated(token, turn);
    if (text === token) continue;
    texts.add(text);
    const { answer } = await phone.shift.keeper.check(text, post, null);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  expect([...answers.keys()].sort()).toEqual(["forged", "unknown-key", "unreadable"]);
  expect(texts.size).toBeGreaterThan(0.9 * mutations);
  expect(await phone.memory.scans()).toEqual([]);
  expect(await phone.scan(token)).toBe("welcome");
});

test.each(foreign)("%j is answered, kept nowhere, and asked about nowhere", async (text) => {
  const { phone } = await atTheDoor();
  const proof = readProof(text);
  if (proof !== null) expect(Object.keys(proof)).toEqual(["token"]);
  expect((await phone.shift.keeper.check(text, post, null)).answer).toMatch(/^(unreadable|unknown-key|forged)$/);
  expect(await phone.memory.scans()).toEqual([]);
});
