import { describe, expect, test } from "vitest";
import type { Answer, Scan, Verdict } from "../src/answer";
import { Gate } from "../src/gate";
import { noon } from "./parts";

const post = { door: "main", slot: "puppets" };
const ticket = { token: "TOKEN" };

function gateThatSays(...answers: Verdict["answer"][]) {
  const scans: Scan[] = [];
  const gate = new Gate({
    judge: async (scan) => {
      scans.push(scan);
      return { scanId: scan.scanId, answer: answers[scans.length - 1] ?? "welcome", why: "no-network" } as unknown as Answer;
    },
  }, () => noon);
  return { gate, scans };
}

describe("a ticket at the gate", () => {
  test("that was answered begins a new scan when it comes again", async () => {
    const { gate, scans } = gateThatSays("welcome", "already-inside");
    await gate.check(ticket, post);
    await gate.check(ticket, post);
    expect(scans[0]?.scanId).not.toBe(scans[1]?.scanId);
  });

  test.each(["not-checked", "busy"] as const)("that got \"%s\" keeps its scan", async (answer) => {
    const { gate, scans } = gateThatSays(answer, "welcome");
    await gate.check(ticket, post);
    await gate.check(ticket, post);
    expect(scans[1]).toBe(scans[0]);
  });

  test("comes in as whole party unless the volunteer says otherwise, once", async () => {
    const { gate, scans } = gateThatSays();
    gate.places.more(4);
    gate.places.more(4);
    await gate.check(ticket, post);
    await gate.check(ticket, post);
    expect(scans.map((scan) => scan.places)).toEqual([2, undefined]);
  });

  test("without an answer keeps the number of people that was set", async () => {
    const { gate, scans } = gateThatSays("not-checked", "welcome");
    gate.places.more(4);
    await gate.check(ticket, post);
    await gate.check(ticket, post);
    expect(scans.map((scan) => scan.places)).toEqual([1, 1]);
  });

  test("for which the number changed after no answer is another scan", async () => {
    const { gate, scans } = gateThatSays("not-checked", "welcome");
    await gate.check(ticket, post);
    gate.places.more(4);
    await gate.check(ticket, post);
    expect(scans[0]?.scanId).not.toBe(scans[1]?.scanId);
  });

  test("that cannot be one is answered without asking", async () => {
    const { gate, scans } = gateThatSays();
    expect((await gate.check(null, post)).answer).toBe("unreadable");
    expect(scans).toEqual([]);
  });
});

test("the stepper goes from everyone to the largest party and back", () => {
  const { places } = gateThatSays().gate;
  const seen = [places.value];
  for (let press = 0; press < 3; press++) {
    places.more(2);
    seen.push(places.value);
  }
  for (let press = 0; press < 3; press++) {
    places.less();
    seen.push(places.value);
  }
  expect(seen).toEqual([null, 1, 2, 2, 1, null, null]);
});
