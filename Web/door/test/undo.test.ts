import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anAnswer, type Answer } from "../src/answer";
import { Pairing } from "../src/pairing";
import { recentOf, seenIn } from "../src/recent-view";
import { Server } from "../src/server";
import { aPhone, atTheDoor, post, type FakeServer, type TestPhone } from "./shift-parts";

const [anna, bota] = ["a1".repeat(8), "b2".repeat(8)] as const;
let server: FakeServer;
let phone: TestPhone;

beforeEach(async () => void ({ server, phone } = await atTheDoor(anna, bota)));
afterEach(() => vi.useRealTimers());

describe("an undo", () => {
  test("takes back at once, before and after the server knew of the scan", async () => {
    const token = await server.print({ id: bota });
    for (const isSent of [false, true]) {
      await phone.scan(token);
      if (isSent) await phone.sync();
      const [kept] = phone.shift.keeper.undoable();
      expect(await phone.shift.keeper.undo(kept!.scan.scanId, "mistake")).toMatchObject({ answer: "undone", places: 1 });
      expect(phone.shift.keeper.undoable()).toEqual([]);
      expect((await phone.shift.keeper.undo(kept!.scan.scanId, "mistake")).answer).toBe("not-undone");
    }
    expect(await phone.scan(token)).toBe("welcome");
    await phone.sync();
    expect([server.inside, phone.shift.keeper.tallies.of("clay")?.inside]).toEqual([1, 1]);
  });

  test("moves no counter back when the server hears of it, and the ticket is good again", async () => {
    server.entries = [{ id: bota, admitted: 1 }];
    const token = await server.print({ id: bota });
    await phone.scan(token);
    await phone.sync();
    server.version++;
    await phone.sync();
    const [kept] = phone.shift.keeper.undoable();
    await phone.shift.keeper.undo(kept!.scan.scanId, "mistake");
    const before = phone.shift.keeper.tallies.of("clay")?.inside;
    // The server's sums and its roster still tell of the guest for a moment.
    server.more = { inside: 1 };
    expect([await phone.sync(), before, phone.shift.keeper.tallies.of("clay")?.inside]).toEqual(["synced", 0, 0]);
    expect(await phone.scan(token)).toBe("welcome");
  });

  test("takes back whom the server let in by a typed code or without a ticket", async () => {
    const { keeper, queue } = phone.shift;
    const asked = { ...post, scannedAt: new Date().toISOString() };
    await keeper.keepJudged({ ...asked, kind: "scan", scanId: "typed", shortCode: "ABCD-EFGH" }, anAnswer("typed", "welcome", { places: 2, party: 2 }));
    await keeper.keepJudged({ ...asked, kind: "walk-in", scanId: "walk", places: 1 }, anAnswer("walk", "welcome", { places: 1 }));
    await keeper.keepJudged({ ...asked, kind: "walk-in", scanId: "sent-away", places: 1 }, anAnswer("sent-away", "full"));
    expect([queue.waitingCount, keeper.undoable().map(({ scan, places }) => [scan.scanId, places])]).toEqual([0, [["walk", 1], ["typed", 2]]]);
    expect(await keeper.undo("typed", "left")).toMatchObject({ answer: "undone", places: 2 });
    expect(queue.waiting(9)).toMatchObject([{ kind: "undo", undoes: "typed", ...post }]);
    const again = await aPhone(server, phone.memory);
    expect(again.shift.keeper.undoable().map(({ scan }) => scan.scanId)).toEqual(["walk"]);
  });

  test("of what was handed in before the phone was paired anew is a lead's: to the server that was another phone", async () => {
    await phone.scan(await server.print({ id: bota }));
    await phone.sync();
    await phone.scan(await server.print({ id: anna }));
    const answer = (async () => new Response(JSON.stringify({ deviceToken: "another" }))) as typeof fetch;
    const pairing = new Pairing(phone.memory, new Server(null, answer));
    await pairing.begin("CODE");
    expect(await pairing.ask("Gate")).toBe("paired");
    const undoable = async () => {
      const anew = await aPhone(server, phone.memory);
      await anew.sync();
      return anew.shift.keeper.undoable().map(({ scan }) => scan.kind === "scan" && scan.ticket);
    };
    // What waited was handed in by the new pass.
    expect(await undoable()).toEqual([anna]);
    server.role = "lead";
    expect(await undoable()).toEqual([anna, bota]);
  });

  test("of another phone's scan goes up once, and its answer is told", async () => {
    const other = { scanId: "theirs", ...post, places: 2 };
    server.stored.set("theirs", { scanId: "theirs", answer: "welcome", places: 2 });
    expect([(await phone.shift.keeper.undoOther(other, "left")).answer, (await phone.shift.keeper.undoOther(other, "left")).answer]).toEqual(["undone", "not-undone"]);
    await phone.sync();
    expect([server.inside, phone.answered.map(({ answer }) => answer.answer), phone.shift.keeper.tallies.of("clay")?.inside]).toEqual([0, ["undone"], 0]);
  });

  test("is offered where the ticket is shown once more, as long as it is possible here", async () => {
    const token = await server.print({ id: anna, party: 2 });
    const own = async () => ((await phone.shift.keeper.check(token, post, 2)) as Answer).own;
    const first = await phone.shift.keeper.check(token, post, 1);
    await phone.scan(token, 1);
    const second = [...phone.shift.queue.all].at(-1)!.scan.scanId;
    expect(await own()).toBe(second);
    await phone.shift.keeper.undo(second, "mistake");
    // What was taken back is no longer since when they are inside.
    expect(await own()).toBe(first.scanId);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
    expect(await own()).toBeNull();
  });

  test("of another phone's scan takes back who was too many as well, and moves no counter by them", async () => {
    const listed = { ...post, scanId: "theirs", places: 0, over: 2, at: "", kind: "scan", name: null, doorName: { kk: "", ru: "", en: "" } };
    expect(seenIn([listed, { ...listed, over: 0 }])).toEqual([listed]);
    expect(await phone.shift.keeper.undoOther(listed, "left")).toMatchObject({ answer: "undone", places: 2, counts: { inside: 0 } });
    expect(phone.shift.queue.find([...phone.shift.queue.all].at(-1)!.scan.scanId)).toMatchObject({ over: -2 });
  });

  test("is listed for all who can be taken back, however many came since", async () => {
    const tokens = await Promise.all(Array.from({ length: 40 }, (_, n) => server.print({ id: n.toString(16).padStart(16, "0") })));
    for (const token of tokens) await phone.scan(token);
    const own = phone.shift.keeper.undoable();
    expect([recentOf(own, Date.now()).length, recentOf(own, Date.now() + 3_600_000).length]).toEqual([40, 30]);
  });

  test("is possible for fifteen minutes, and for a lead until the slot is over", async () => {
    await phone.scan(await server.print({ id: bota }));
    const [kept] = phone.shift.keeper.undoable();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
    expect(phone.shift.keeper.mayUndo(kept!)).toBe(false);
    server.role = "lead";
    await phone.sync();
    expect(phone.shift.keeper.mayUndo(phone.shift.queue.find(kept!.scan.scanId)!)).toBe(true);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(phone.shift.keeper.mayUndo(phone.shift.queue.find(kept!.scan.scanId)!)).toBe(false);
  });
});
