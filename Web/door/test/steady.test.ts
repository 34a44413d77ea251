import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { farewell } from "../src/farewell";
import type { Memory } from "../src/memory";
import { keepPass, openPass } from "../src/pass";
import { Rosters } from "../src/rosters";
import { SteadyMemory } from "../src/steady-memory";
import { aMemory, noWait, rosterBytes } from "./parts";
import { aPhone, FakeServer } from "./shift-parts";

let disk: Memory;
let steady: SteadyMemory;
const full = new DOMException("full", "QuotaExceededError");

beforeEach(async () => {
  disk = await aMemory();
  steady = new SteadyMemory(disk);
});
afterEach(() => vi.useRealTimers());

describe("a disk that fails", () => {
  test("at every reading lets the door open, from memory, and says so", async () => {
    for (const read of ["get", "scans", "roster", "rosterSlots"] as const) vi.spyOn(disk, read).mockRejectedValue(new DOMException("damaged", "UnknownError"));
    const server = await FakeServer.open();
    const phone = await aPhone(server, steady);
    expect([await phone.sync(), steady.isUnreadable]).toEqual(["synced", true]);
    expect(await phone.scan(await server.print({ id: "a1".repeat(8) }))).toBe("welcome");
  });

  test("at writing keeps single things as long as the page, which says so when the pass is one of them", async () => {
    const put = vi.spyOn(disk, "put").mockRejectedValue(full);
    await steady.put("language", "ru");
    expect([await steady.get("language"), steady.lasts]).toEqual(["ru", true]);
    await keepPass(steady, "secret");
    expect([await openPass(steady), steady.lasts]).toEqual(["secret", false]);
    put.mockRestore();
    await keepPass(steady, "secret");
    expect(steady.lasts).toBe(true);
    await steady.drop("language");
    expect(await steady.get("language")).toBeUndefined();
  });

  test("by never settling holds nobody up for long, and the next guest hardly at all", async () => {
    const server = await FakeServer.open();
    const phone = await aPhone(server, steady);
    await phone.sync();
    const put = vi.spyOn(disk, "putScans").mockReturnValue(new Promise(() => undefined));
    const token = await server.print({ id: "a1".repeat(8) });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const written = (times: number) => vi.waitUntil(() => put.mock.calls.length === times, { timeout: 60_000, interval: 0 });
    const first = phone.scan(token);
    await written(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([await first, phone.shift.queue.atRiskCount]).toEqual(["welcome", 1]);
    const second = phone.scan(token);
    await written(2);
    await vi.advanceTimersByTimeAsync(250);
    expect([await second, phone.shift.queue.atRiskCount]).toEqual(["already-inside", 2]);
  });

  test("in one roster loses only that one, which the next sync brings anew", async () => {
    await disk.putRoster({ slot: "good", n: 0, cursor: "1", bytes: rosterBytes([{ id: "a1".repeat(8) }]) });
    await disk.putRoster({ slot: "spoilt", n: 0, cursor: "1", bytes: new ArrayBuffer(7) });
    const rosters = await Rosters.open(steady);
    expect([rosters.of("good")?.size, rosters.since("spoilt"), await disk.rosterSlots()]).toEqual([1, null, ["good"]]);
  });

  test("in a later piece of a roster keeps the good ones before it, with their cursor", async () => {
    for (const [n, id] of ["a1", "b2", "c3"].entries()) {
      const bytes = n === 1 ? new ArrayBuffer(7) : rosterBytes([{ id: id.repeat(8) }]);
      await disk.putRoster({ slot: "clay", n, cursor: `${n + 1}`, bytes });
    }
    const rosters = await Rosters.open(steady);
    expect([rosters.of("clay")?.size, rosters.since("clay"), (await disk.roster("clay")).length]).toEqual([1, "1", 1]);
    await rosters.learn("clay", "1", "4", rosterBytes([{ id: "d4".repeat(8), state: 1 }]));
    const reopened = await Rosters.open(steady);
    expect([reopened.of("clay")?.size, reopened.since("clay")]).toEqual([2, "4"]);
  });

  test("in what was last told asks for it anew", async () => {
    await disk.put("learned", { told: { keys: "?" } } as never);
    const phone = await aPhone(await FakeServer.open(), steady);
    expect([phone.shift.learned, await phone.sync()]).toEqual([null, "synced"]);
  });

  test("to open the phone's pass is told, not called a phone without one", async () => {
    await disk.put("pass", { token: { key: {}, iv: new Uint8Array(12), cipher: new ArrayBuffer(4) } } as never);
    await expect(openPass(steady)).rejects.toThrow();
  });
});

describe("a revoked phone that is full", () => {
  test("hands in and wipes all the same", async () => {
    const server = await FakeServer.open();
    const phone = await aPhone(server, steady);
    await phone.sync();
    await phone.scan(await server.print({ id: "a1".repeat(8) }));
    vi.spyOn(disk, "put").mockRejectedValue(full);
    vi.spyOn(disk, "drop").mockRejectedValue(full);
    await phone.shift.end(() => undefined, noWait);
    expect([server.inside, (await indexedDB.databases()).some(({ name }) => name === disk.name)]).toEqual([1, false]);
  });

  test("tries on while the server refuses, until it says that it is over", async () => {
    const outcomes = [{ kind: "refused", code: "not-json" }, { kind: "unreachable", why: "server", retrySeconds: 0 }, { kind: "revoked" }] as const;
    let asked = 0;
    const handIn = async () => outcomes[asked++]!;
    const phone = await aPhone(await FakeServer.open(), steady);
    await farewell({ memory: steady, queue: phone.shift.queue, syncing: { handIn }, told: () => undefined, wait: noWait });
    expect(asked).toBe(3);
  });
});
