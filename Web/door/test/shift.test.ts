import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { proofOfText } from "./parts";
import { toldAnswer } from "../src/answer";
import { aPhone, atTheDoor, FakeServer, post, type TestPhone } from "./shift-parts";

const [anna, bota, dana] = ["a1".repeat(8), "b2".repeat(8), "d4".repeat(8)] as const;
let server: FakeServer;
let phone: TestPhone;

beforeEach(async () => void ({ server, phone } = await atTheDoor(anna, bota)));
afterEach(() => vi.useRealTimers());

describe("a phone without a network", () => {
  test("lets a party come in part, and never more than it is", async () => {
    const token = await server.print({ id: anna, party: 4 });
    expect([await phone.scan(token, 3), await phone.scan(token, 2), await phone.scan(token), await phone.scan(token)]).toEqual([
      "welcome", "already-inside", "welcome", "already-inside"]);
    expect(phone.shift.keeper.tallies.of("clay")).toEqual({ inside: 4, taken: 20, capacity: 30 });
  });

  test("learns from the echo of its own refusal nothing about those who are still outside", async () => {
    const token = await server.print({ id: anna, party: 4 });
    expect([await phone.scan(token, 2), await phone.scan(token, 3)]).toEqual(["welcome", "already-inside"]);
    expect(await phone.sync()).toBe("synced");
    expect([await phone.scan(token, 2), await phone.scan(token)]).toEqual(["welcome", "already-inside"]);
  });

  test("goes on with a new issue where the one before it stood, as told or as it knows itself", async () => {
    server.entries = [{ id: anna, admitted: 1 }, { id: bota }];
    server.version++;
    await phone.sync();
    const renewed = await server.print({ id: anna, issue: 2, party: 3 });
    expect([await phone.scan(renewed, 3), await phone.scan(renewed)]).toEqual(["already-inside", "welcome"]);
    expect(phone.shift.queue.netOf(anna).total).toBe(2);
    const [old, next] = [await server.print({ id: bota, party: 2 }), await server.print({ id: bota, issue: 3, party: 3 })];
    expect([await phone.scan(old), await phone.scan(next, 2), await phone.scan(next)]).toEqual(["welcome", "already-inside", "welcome"]);
    expect(phone.shift.queue.netOf(bota).total).toBe(3);
    // Also when the server has counted them on the issue that came after.
    await phone.sync();
    expect(await phone.scan(next)).toBe("already-inside");
    const another = await server.print({ id: dana, party: 2 });
    expect([await phone.scan(another), await phone.scan(await server.print({ id: dana, issue: 2, party: 2 }))]).toEqual(["welcome", "already-inside"]);
  });

  test("knows from a newer issue that it has seen that those before it are replaced", async () => {
    const [old, next] = [await server.print({ id: anna, party: 2 }), await server.print({ id: anna, issue: 2, party: 2 })];
    expect([await phone.scan(next), await phone.scan(old), await phone.scan(next)]).toEqual(["welcome", "replaced", "already-inside"]);
  });

  test("keeps a scan before it answers, and holds a proof in place of the token", async () => {
    const token = await server.print({ id: anna, party: 4 });
    await phone.scan(token, 3);
    const [kept] = await phone.memory.scans();
    expect(kept).toMatchObject({ state: "waiting", places: 3, scan: { ticket: anna, issue: 1, party: 4, places: 3, shown: "welcome", offline: true, proof: await proofOfText(token) } });
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test("welcomes what was signed after its last sync, and says so; once", async () => {
    const token = await server.print({ id: dana, party: 2 });
    const answer = await phone.shift.keeper.check(token, post, null);
    expect(answer).toMatchObject({ answer: "welcome", isNew: true, places: 2 });
    expect(await phone.scan(token)).toBe("already-inside");
    expect(await phone.scan(await server.print({ id: bota, issue: 2 }))).toBe("welcome");
  });

  test.each([[anna, 1], [anna, 2], [dana, 1]])("knows the QR code of whom a typed code let in (%s, issue %i)", async (id, issue) => {
    const told = { scanId: "s", answer: "welcome", ticket: id, issue, party: 2, places: 1, left: 1, inside: 1, taken: 20, capacity: 30 };
    phone.shift.asked("clay", toldAnswer(told)!);
    const token = await server.print({ id, issue, party: 2 });
    expect([await phone.scan(token, 2), await phone.scan(token), await phone.scan(token)]).toEqual(["already-inside", "welcome", "already-inside"]);
    expect(phone.shift.keeper.tallies.of("clay")?.inside).toBe(2);
  });

  test("says where a ticket for another slot leads, also one of doors that it does not serve, after the page was killed", async () => {
    const name = (text: string) => ({ kk: text, ru: text, en: text });
    const token = await server.print({ id: dana, slotNumber: 7 });
    expect(await phone.shift.keeper.check(token, post, null)).toMatchObject({ answer: "other-slot", slot: null });
    server.elsewhere = { version: "v1", venues: [name("Hall"), name("Yard")], slots: [{ number: 7, title: name("Dance"), venue: 1, start: "2026-09-15T12:00:00Z" }] };
    await phone.sync();
    // Told once: without slots what was told before holds.
    await phone.sync();
    const again = await aPhone(server, phone.memory);
    for (const each of [phone, again]) {
      const answer = await each.shift.keeper.check(token, post, null);
      expect(answer).toMatchObject({ answer: "other-slot", slot: { title: name("Dance"), venue: name("Yard"), start: "2026-09-15T12:00:00Z" } });
    }
    expect((await phone.memory.get("learned"))?.told).not.toHaveProperty("elsewhere");
    expect(await phone.shift.keeper.check(await server.print({ id: dana, slotNumber: 8 }), post, null)).toMatchObject({ answer: "other-slot", slot: null });
  });

  test("keeps nothing of what is no ticket of this festival", async () => {
    const foreign = await FakeServer.open();
    expect([await phone.scan("WIFI:S:Depot;;"), await phone.scan(await foreign.print({ id: anna })), await phone.scan(await foreign.print({ id: anna, keyId: 9 }))]).toEqual([
      "unreadable", "forged", "unknown-key"]);
    expect(await phone.memory.scans()).toEqual([]);
  });

  test("goes on after the page was killed, with all that it knew and all that it scanned", async () => {
    const token = await server.print({ id: anna, party: 4 });
    await phone.scan(token);
    const again = await aPhone(server, phone.memory);
    expect(await again.scan(token)).toBe("already-inside");
    expect(again.shift.keeper.tallies.of("clay")?.inside).toBe(4);
    expect(await again.sync()).toBe("synced");
    expect([server.inside, again.shift.queue.waitingCount]).toEqual([4, 0]);
  });

  test("that never synced says so, and lets nobody in", async () => {
    const fresh = await aPhone(server);
    expect(await fresh.scan(await server.print({ id: anna, party: 4 }))).toBe("not-checked");
  });

  test("spends its own walk-ins and no more; then the lead has to be asked", async () => {
    server.more = { walkIns: { free: 5, allowance: 2, inside: 0 } };
    await phone.sync();
    const answers = [];
    for (let guest = 0; guest < 3; guest++) answers.push((await phone.shift.keeper.walkIn(post)).answer);
    expect(answers).toEqual(["welcome", "welcome", "ask-lead"]);
    const [first] = phone.shift.keeper.undoable();
    expect((await phone.shift.keeper.undo(first!.scan.scanId, "left")).answer).toBe("undone");
    expect((await phone.shift.keeper.walkIn(post)).answer).toBe("welcome");
  });

  test("gives the places of who did not come to others, and the room no more than it holds", async () => {
    server.more = { releaseAt: new Date(Date.now() - 1_000).toISOString(), inside: 29 };
    await phone.sync();
    const token = await server.print({ id: anna, party: 4 });
    expect([await phone.scan(token), await phone.scan(token, 1), await phone.scan(token, 1)]).toEqual(["room-full", "welcome", "room-full"]);
  });
});

test("a phone that its browser calls offline is not called synced, until a sync has found the server", async () => {
  await phone.shift.sync();
  const before = phone.shift.state.kind;
  phone.events.length = 0;
  phone.shift.leaveNetwork();
  expect([before, phone.shift.state.kind, phone.events]).toEqual(["synced", "no-network", ["changed"]]);
  await phone.shift.sync();
  expect(phone.shift.state.kind).toBe("synced");
  server.faults = [{ address: "/api/door/sync", fault: 401, code: "device-unknown" }];
  await phone.shift.sync();
  phone.shift.leaveNetwork();
  expect(phone.shift.state).toMatchObject({ kind: "cannot", why: "ended" });
  phone.shift.stop();
});
