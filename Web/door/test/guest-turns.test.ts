import { beforeEach, describe, expect, test, vi } from "vitest";
import { anAnswer, type Answer, type NotChecked, type Verdict } from "../src/answer";
import { GuestTurns } from "../src/guest-turns";
import { Places } from "../src/places";

/** Turns before a stage that keeps what it shows, at a gate that says these answers one after the other. */
function turns(...says: (Verdict | "next")[]) {
  const asked: unknown[][] = [];
  const waits: boolean[] = [];
  const parts: unknown[] = [];
  const syncs: (() => void)[] = [];
  const stage = {
    shown: null as Answer | NotChecked | null,
    shownAt: 0,
    show: (verdict: Answer | NotChecked) => void ([stage.shown, stage.shownAt] = [verdict, performance.now()]),
    dismiss: () => void (stage.shown = null),
    wait: (isWaiting: boolean) => void waits.push(isWaiting),
  };
  const post = { door: "main", slot: "clay" };
  const at = { post: post as typeof post | null };
  const say = () => says.shift() ?? anAnswer(`scan-${asked.length}`, "welcome");
  const gate = {
    places: new Places(),
    check: async (proof: unknown, _: unknown, places?: number | null) => (asked.push([proof, places]), say()),
    walkIn: async () => (asked.push(["walk-in"]), say()),
  };
  const second = { synced: () => new Promise<void>((resolve) => syncs.push(resolve)), fewer: async () => say(), undo: async () => say() };
  const undone = new Set<string>();
  const shift = { asked: () => undefined, scanned: () => undefined, queue: { isUndone: (scanId: string) => undone.has(scanId) } };
  const given = { gate, second, shift, stage, post: () => at.post, began: () => undefined, answered: () => undefined, cameInPart: (proof: unknown) => void parts.push(proof), revoked: () => undefined, signal: new AbortController().signal };
  return { turns: new GuestTurns(given as never), stage, asked, parts, undone, waits, syncs, gate, at };
}

const [first, second] = [{ token: "FIRST" }, { token: "SECOND" }];

describe("\"check again\"", () => {
  let door: ReturnType<typeof turns>;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
    door = turns(anAnswer("a", "already-inside"));
    await door.turns.offer(first);
    return () => vi.useRealTimers();
  });

  test("asks about the same guest as they came, once for two taps, and says that it does", async () => {
    const taps = [door.turns.again(), door.turns.again()];
    await vi.advanceTimersByTimeAsync(1_000);
    expect([door.asked.length, door.waits]).toEqual([1, [true]]);
    for (const end of door.syncs) end();
    await Promise.all(taps);
    expect([door.asked, door.waits]).toEqual([[[first, undefined], [first, null]], [true, false]]);
  });

  test("does nothing about whoever came while it waited", async () => {
    const again = door.turns.again();
    await vi.advanceTimersByTimeAsync(1_000);
    await door.turns.offer(second);
    door.syncs[0]!();
    await again;
    expect(door.asked.map(([proof]) => proof)).toEqual([first, second]);
  });

  test("does nothing once the answer was tapped away, or where none stands", async () => {
    const again = door.turns.again();
    door.stage.dismiss();
    door.syncs[0]!();
    await again;
    await door.turns.again();
    expect([door.asked.length, door.syncs.length]).toEqual([1, 1]);
  });
});

test("a code that is no ticket becomes no walk-in when it is checked again, and neither does an undo", async () => {
  const door = turns({ scanId: "u", answer: "not-checked", why: "no-sync" });
  door.at.post = null;
  await door.turns.offer(null);
  expect(door.stage.shown?.answer).toBe("not-checked");
  door.at.post = { door: "main", slot: "clay" };
  const again = door.turns.again();
  door.syncs[0]!();
  await again;
  expect(door.asked).toEqual([[null, null]]);
  await door.turns.undo("scan", "mistake");
  const undone = door.turns.again();
  door.syncs[1]!();
  await undone;
  expect(door.asked).toHaveLength(1);
});

test("somebody without a ticket is asked about again as such", async () => {
  const door = turns(anAnswer("w", "ask-lead"));
  await door.turns.walkIn();
  const again = door.turns.again();
  door.syncs[0]!();
  await again;
  expect(door.asked).toEqual([["walk-in"], ["walk-in"]]);
});

test("so many as may come in are let in by a tap, and asked about again as so many", async () => {
  const door = turns(anAnswer("a", "already-inside", { left: 2 }), anAnswer("b", "room-full"));
  await door.turns.offer(first);
  await door.turns.letInSome(2);
  const again = door.turns.again();
  door.syncs[0]!();
  await again;
  expect(door.asked).toEqual([[first, undefined], [first, 2], [first, 2]]);
});

test("the rest of a party comes in by a tap or a number, not by being seen again", async () => {
  const door = turns(anAnswer("a", "welcome", { places: 1, left: 3, party: 4 }), anAnswer("b", "welcome", { places: 2, left: 1, party: 4 }), anAnswer("c", "welcome", { places: 1, left: 1 }), anAnswer("d", "welcome", { places: 1, left: 1 }));
  await door.turns.offer(first);
  await door.turns.offerRest(first);
  expect([door.asked.length, door.parts, door.stage.shown]).toMatchObject([1, [first], { answer: "already-inside", left: 3, party: 4, own: "a" }]);
  await door.turns.letInSome(2);
  door.gate.places.choose(1);
  await door.turns.offerRest(first);
  expect([door.asked.slice(1), door.parts.length]).toEqual([[[first, 2], [first, undefined]], 3]);
  await door.turns.offerRest(second);
  expect(door.asked.at(-1)).toEqual([second, undefined]);
  door.gate.places.reset();
  // Another party in part between does not make it forgotten.
  await door.turns.offerRest(first);
  expect([door.asked.length, door.stage.shown?.answer]).toEqual([4, "already-inside"]);
  // Nothing is said of a part that was taken back, nor when all are in.
  door.undone.add("c");
  await door.turns.offerRest(first);
  await door.turns.offerRest(first);
  expect(door.asked.slice(4)).toEqual([[first, undefined], [first, undefined]]);
});

test("a party that came with three is asked about with three again, and the stepper is not spent twice", async () => {
  const door = turns(anAnswer("a", "already-inside"));
  door.gate.places.choose(3);
  await door.turns.offer(first);
  door.gate.places.reset();
  const again = door.turns.again();
  door.syncs[0]!();
  await again;
  expect(door.asked).toEqual([[first, undefined], [first, 3]]);
});

test("an answer that nobody taps away is in the way of a newer page for a minute, and one that was is not", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
  const door = turns();
  await door.turns.offer(first);
  const idle = [0, 30_000, 60_000].map((milliseconds) => (vi.advanceTimersByTime(milliseconds === 0 ? 1 : 30_001), door.turns.isIdle(0)));
  expect([idle, door.turns.isIdle(70_000)]).toEqual([[false, false, true], false]);
  // What the server says of it late must be seen as well.
  door.stage.show(anAnswer("a", "clash"));
  expect(door.turns.isIdle(0)).toBe(false);
  door.stage.dismiss();
  vi.advanceTimersByTime(1);
  expect(door.turns.isIdle(0)).toBe(true);
  vi.useRealTimers();
});

test("the camera takes the next guest less than a second after the one before", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
  const door = turns();
  await door.turns.offer(first);
  expect(door.turns.cameraWaitsUntil - performance.now()).toBeLessThan(900);
  vi.useRealTimers();
});
