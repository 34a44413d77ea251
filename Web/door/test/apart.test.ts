import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aPhone, atTheDoor, type FakeServer, type TestPhone } from "./shift-parts";

const [anna, bota] = ["a1".repeat(8), "b2".repeat(8)] as const;
let server: FakeServer;
let phone: TestPhone;

beforeEach(async () => void ({ server, phone } = await atTheDoor(anna, bota)));
afterEach(() => vi.useRealTimers());

describe("two phones apart", () => {
  test("each let the ticket in; together one admission stands, and the other phone hears of the clash", async () => {
    const other = await aPhone(server);
    await other.sync();
    const token = await server.print({ id: bota });
    expect([await phone.scan(token), await other.scan(token)]).toEqual(["welcome", "welcome"]);
    for (const each of [phone, other, phone, other]) await each.sync();
    expect(other.answered.map(({ answer }) => answer.answer)).toEqual(["clash"]);
    // The page tells of it also after it was opened anew, until the volunteer has told the lead.
    const again = await aPhone(server, other.memory);
    expect(again.shift.queue.clashCount).toBe(1);
    await again.shift.queue.confirmClashes();
    expect([again.shift.queue.clashCount, (await aPhone(server, other.memory)).shift.queue.clashCount]).toEqual([0, 0]);
    expect([server.inside, phone.shift.keeper.tallies.of("clay")?.inside, other.shift.keeper.tallies.of("clay")?.inside]).toEqual([1, 1, 1]);
  });

  test("the one that hears of the clash lets nobody in on that ticket again", async () => {
    const other = await aPhone(server);
    await other.sync();
    const token = await server.print({ id: anna, party: 4 });
    expect([await phone.scan(token, 3), await other.scan(token, 2)]).toEqual(["welcome", "welcome"]);
    for (const each of [phone, other]) await each.sync();
    expect([other.answered[0]?.answer.cause, server.inside, await other.scan(token), await other.scan(token, 1)]).toEqual(["twice", 4, "already-inside", "already-inside"]);
  });

  test.each([["void", "replaced", "welcome"], ["room", "already-inside", "welcome"]] as const)(
    "a ticket that came in while it was %s is %s there, until they are taken back", async (cause, before, after) => {
      server.clashes = () => cause;
      const token = await server.print({ id: bota, party: 2 });
      await phone.scan(token);
      await phone.sync();
      expect([await phone.scan(token), phone.shift.keeper.tallies.of("clay")?.inside]).toEqual([before, 0]);
      const [kept] = phone.shift.keeper.undoable();
      expect(await phone.shift.keeper.undo(kept!.scan.scanId, "left")).toMatchObject({ answer: "undone", places: 2 });
      expect([phone.shift.keeper.undoable(), phone.shift.keeper.tallies.of("clay")?.inside]).toEqual([[], 0]);
      await phone.sync();
      // Of the void one the roster tells in the meantime that it is as good as before.
      Object.assign(server, { version: 2, clashes: () => null });
      await phone.sync();
      expect(await phone.scan(token)).toBe(after);
    });

  test("the one that let somebody in hears a while later that another took them back", async () => {
    const token = await server.print({ id: anna, party: 2 });
    const tell = async (admitted: number, seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1_000);
      server.entries = [{ id: anna, admitted }];
      server.version++;
      await phone.sync();
      return phone.scan(token);
    };
    vi.useFakeTimers({ toFake: ["Date"] });
    await phone.scan(token);
    // A server that was killed in between tells of its last scans only after a minute.
    expect([await tell(2, 1), await tell(0, 30), await tell(0, 40), await phone.scan(token)]).toEqual(["already-inside", "already-inside", "welcome", "already-inside"]);
  });

  test("the one that let somebody into a full room decides by the server's counts a while later", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    server.clashes = () => "room";
    const token = await server.print({ id: bota, party: 2 });
    const answers: string[] = [await phone.scan(token)];
    for (const seconds of [1, 70]) {
      vi.setSystemTime(Date.now() + seconds * 1_000);
      await phone.sync();
      server.clashes = () => null;
      answers.push(await phone.scan(token));
    }
    expect(answers).toEqual(["welcome", "already-inside", "welcome"]);
  });

  test("the one that let somebody in shortly before the door closed knows it when that is opened again, before any roster came", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const token = await server.print({ id: bota });
    const doorCloses = server.slot.doorCloses;
    const answers = [await phone.scan(token), await phone.sync()];
    // Closed, it is told nothing more; the page is opened anew, and remembers only what was written down.
    server.more = { doorCloses: new Date(Date.now()).toISOString() };
    vi.setSystemTime(Date.now() + 70_000);
    const anew = await aPhone(server, phone.memory);
    answers.push(await anew.sync());
    server.more = { doorCloses };
    server.version++;
    server.faults = [{ address: "/api/door/roster", fault: 500 }, { address: "/api/door/roster", fault: 500 }];
    answers.push(await anew.sync(), await anew.scan(token));
    expect(answers).toEqual(["welcome", "synced", "synced", "unreachable", "already-inside"]);
  });

  test("know of each other's guests after a sync", async () => {
    const token = await server.print({ id: anna, party: 4 });
    server.entries = [{ id: anna, admitted: 3 }];
    server.version++;
    await phone.sync();
    expect([await phone.scan(token), await phone.scan(token)]).toEqual(["welcome", "already-inside"]);
    expect((await phone.memory.scans())[0]).toMatchObject({ places: 1 });
  });
});
