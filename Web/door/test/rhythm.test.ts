import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Rhythm } from "../src/rhythm";
import { Server } from "../src/server";
import type { Outcome } from "../src/syncing";
import { network } from "./parts";

const synced: Outcome = { kind: "synced" };
const lost = (retrySeconds = 0): Outcome => ({ kind: "unreachable", why: "server", retrySeconds });
let times: number[];
let began: number;

beforeEach(() => {
  vi.useFakeTimers();
  times = [];
  began = performance.now();
});
afterEach(() => vi.useRealTimers());

/** Syncs with these outcomes one after the other, the last for ever; notes when each began, in seconds. */
function rhythm(outcomes: readonly Outcome[], random = 1): Rhythm {
  const once = async () => {
    times.push(Math.round((performance.now() - began) / 100) / 10);
    return outcomes[Math.min(times.length, outcomes.length) - 1]!;
  };
  return new Rhythm({ once, hasNew: () => false, done: () => undefined, random: () => random, now: () => performance.now() });
}

describe("the phone syncs", () => {
  test("every thirty seconds when idle, at once after a scan, then every five for a minute", async () => {
    const mine = rhythm([synced]);
    await mine.sync();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(times).toEqual([0, 30, 60]);
    mine.scanned();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(times.slice(3, 8)).toEqual([61, 66, 71, 76, 81]);
    await vi.advanceTimersByTimeAsync(90_000);
    expect(times.slice(-2).map((time, at, all) => time - (all[at - 1] ?? time))).toEqual([0, 30]);
    mine.stop();
  });

  test("after failures later and later, up to a minute, and again at its pace once it works", async () => {
    const mine = rhythm([...Array.from({ length: 8 }, () => lost()), synced]);
    await mine.sync();
    await vi.advanceTimersByTimeAsync(400_000);
    expect(times.slice(0, 9)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
    expect(times[9]! - times[8]!).toBe(30);
    mine.stop();
  });

  test("at a moment of its own among many phones", async () => {
    for (const random of [0, 0.5, 1]) {
      const mine = rhythm([lost()], random);
      await mine.sync();
      await vi.advanceTimersByTimeAsync(1_001);
      mine.stop();
    }
    expect(times).toEqual([0, 0.5, 1, 1.8, 2, 3]);
  });

  test("not before the server wants it, whoever asks", async () => {
    const mine = rhythm([lost(20), synced], 0);
    await mine.sync();
    mine.scanned();
    expect(await mine.sync()).toBeNull();
    await vi.advanceTimersByTimeAsync(19_900);
    expect(times).toEqual([0]);
    await vi.advanceTimersByTimeAsync(200);
    expect(times).toEqual([0, 20]);
    mine.stop();
  });

  test("at once when the network is back, in the middle of its waiting", async () => {
    const mine = rhythm([lost(), lost(), lost(), lost(), synced]);
    await mine.sync();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(times).toEqual([0, 1, 3, 7]);
    await mine.sync();
    expect(times.at(-1)).toBe(10);
    mine.stop();
  });

  test("again when it is asked to in the middle of one, never two at the same moment", async () => {
    const ends: ((outcome: Outcome) => void)[] = [];
    const mine = new Rhythm({ once: () => new Promise((resolve) => ends.push(resolve)), hasNew: () => false, done: () => undefined });
    // The network goes and comes back while a request hangs: what it will say is about the network that is gone.
    const [first, second, third] = [mine.sync(), mine.sync(), mine.sync()];
    expect(ends).toHaveLength(1);
    ends[0]!(lost());
    expect(await first).toEqual(lost());
    expect(ends).toHaveLength(2);
    ends[1]!(synced);
    expect([await second, await third, ends.length]).toEqual([synced, synced, 2]);
    mine.stop();
  });

  test("no more after it was stopped, whoever still asks", async () => {
    const mine = rhythm([synced]);
    const [first, following] = [mine.sync(), mine.sync()];
    mine.stop();
    mine.scanned();
    expect([await first, await following]).toEqual([synced, null]);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(times).toEqual([0]);
  });

  test("on after a mistake of ours", async () => {
    const done: Outcome[] = [];
    const once = vi.fn().mockRejectedValueOnce(new Error("a bug")).mockResolvedValue(synced);
    const mine = new Rhythm({ once, hasNew: () => false, done: (outcome) => done.push(outcome), random: () => 0 });
    await mine.sync();
    await vi.advanceTimersByTimeAsync(600);
    expect(done).toEqual([{ kind: "refused", code: "failed" }, synced]);
    mine.stop();
  });
});

test.each([["7", 7], ["86400", 600], ["soon", 0], [undefined, 0]])("Retry-After %s means %s seconds", async (header, seconds) => {
  const net = network({ status: 429, ...(header === undefined ? {} : { headers: { "Retry-After": header } }) });
  expect(await new Server("t", net.send).sync({ waiting: 0, setAside: 0, known: {}, elsewhere: "" })).toEqual({ kind: "unreachable", why: "server", retrySeconds: seconds, tooOften: true });
});
