import { describe, expect, test, vi } from "vitest";
import { anAnswer, type Answer, type Verdict } from "../src/answer";
import { Gate } from "../src/gate";
import { ServerJudge } from "../src/judge";
import { Server, type PostedScan } from "../src/server";
import { network, noon, noWait } from "./parts";

const post = { door: "main", slot: "puppets" };
const code = { code: "ABCD-EFGH" };

function verdict(answer: string): Verdict {
  return answer === "not-checked" ? { scanId: "s", answer, why: "no-network" } : anAnswer("s", answer as "welcome");
}

/** A gate whose phone and server give these answers, one after the other. */
function gateThatSays(phone: string[], server: string[] = []) {
  const asked: PostedScan[] = [];
  const checked: unknown[][] = [];
  const kept: string[] = [];
  const next = () => verdict(phone[Math.min(checked.length, phone.length) - 1] ?? "welcome") as never;
  const keeper = {
    check: async (...what: unknown[]) => (checked.push(what), next()),
    walkIn: async (...what: unknown[]) => (checked.push(what), next()),
    keepJudged: async (scan: PostedScan) => void kept.push(scan.scanId),
  };
  const judge = { judge: async (scan: PostedScan) => (asked.push(scan), verdict(server[asked.length - 1] ?? "welcome")) };
  return { gate: new Gate(keeper, judge, undefined, () => noon), asked, checked, kept };
}

describe("a ticket", () => {
  test("is decided on the phone, with the number of people that the volunteer set, once", async () => {
    const { gate, asked, checked } = gateThatSays(["welcome"]);
    gate.places.more();
    gate.places.more();
    await gate.check({ token: "T" }, post);
    await gate.check({ token: "T" }, post);
    expect([checked.map(([, , places]) => places), asked]).toEqual([[2, null], []]);
  });

  test("is checked for a number that was set before, whatever the stepper says now", async () => {
    const { gate, checked } = gateThatSays([]);
    gate.places.choose(2);
    await gate.check({ token: "T" }, post, 3);
    await gate.check({ token: "T" }, post, null);
    expect([checked.map(([, , places]) => places), gate.places.value]).toEqual([[3, null], 2]);
    await gate.check({ token: "T" }, post, 2);
    expect(gate.places.value).toBeNull();
  });

  test("that cannot be one is answered without asking", async () => {
    const { gate, asked, checked } = gateThatSays([]);
    expect((await gate.check(null, post))?.answer).toBe("unreadable");
    expect([asked, checked]).toEqual([[], []]);
  });
});

describe("a short code", () => {
  test("that was answered begins a new scan when it comes again", async () => {
    const { gate, asked } = gateThatSays([], ["welcome", "already-inside"]);
    await gate.check(code, post);
    await gate.check(code, post);
    expect(asked[0]?.scanId).not.toBe(asked[1]?.scanId);
    expect(asked[0]).toMatchObject({ kind: "scan", shortCode: "ABCD-EFGH", ...post });
  });

  test.each(["not-checked", "busy"])("that got \"%s\" keeps its scan and its number of people", async (answer) => {
    const { gate, asked } = gateThatSays([], [answer, "welcome"]);
    gate.places.more();
    await gate.check(code, post);
    await gate.check(code, post);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[1]).toMatchObject({ places: 1 });
  });

  test("for which the number changed after no answer is another scan", async () => {
    const { gate, asked } = gateThatSays([], ["not-checked"]);
    await gate.check(code, post);
    gate.places.more();
    await gate.check(code, post);
    expect(asked[0]?.scanId).not.toBe(asked[1]?.scanId);
  });
});

describe("while the server is silent", () => {
  /** A gate whose server answers when it is let. */
  function waiting() {
    let say: (verdict: Verdict) => void = () => undefined;
    const kept: string[] = [];
    const order: string[] = [];
    const keeper = {
      check: async (_: string, __: unknown, places: number | null) => (order.push(`check ${places}`), anAnswer("s", "welcome", { places })),
      walkIn: async () => anAnswer("w", "ask-lead"),
      keepJudged: async ({ scanId }: PostedScan) => void kept.push(scanId),
    };
    const gate = new Gate(keeper, { judge: () => new Promise((resolve) => (say = resolve)) }, undefined, () => noon);
    return { gate, kept, order, say: (answer: string) => say(verdict(answer)) };
  }

  test.each(["code", "walk-in"])("about a %s, tickets are decided, and only another question waits", async (what) => {
    const { gate, kept, say } = waiting();
    const asked = what === "code" ? gate.check(code, post) : gate.walkIn(post);
    await vi.waitFor(() => expect(gate.isAsking).toBe(true));
    expect((await gate.check({ token: "T" }, post))?.answer).toBe("welcome");
    expect(await gate.check(code, post)).toBeNull();
    say("welcome");
    expect([(await asked)?.answer, gate.isAsking, kept.length]).toEqual(["welcome", false, 1]);
  });

  test("the number of people that was set for a code is not spent on the next ticket", async () => {
    const { gate, order, say } = waiting();
    gate.places.more();
    const asked = gate.check(code, post);
    await gate.check({ token: "T" }, post);
    say("not-checked");
    await asked;
    expect([order, gate.places.value]).toEqual([["check null"], 1]);
  });

  test("without a network a typed code is a question for the lead, as the rule has it", async () => {
    const { gate, say } = waiting();
    const asked = gate.check(code, post);
    say("not-checked");
    expect(await asked).toMatchObject({ answer: "ask-lead", code: "ABCD-EFGH" });
  });

  test("letting in fewer takes back and lets in with nobody in between, and leaves the stepper alone", async () => {
    const { gate, order } = waiting();
    let undone: (answer: Answer) => void = () => undefined;
    const undo = () => new Promise<Answer>((resolve) => (undone = resolve));
    const fewer = gate.fewer(undo, { token: "T" }, post, 3, noWait);
    expect(await gate.check({ token: "OTHER" }, post)).toBeNull();
    undone(anAnswer("u", "undone"));
    expect([await fewer, order, gate.places.value]).toMatchObject([{ answer: "welcome", places: 3 }, ["check 3"], null]);
  });

  test("fewer by a typed code are asked for when the undo is handed in, and not where nothing was undone", async () => {
    const { gate, order, say } = waiting();
    const handIn = async () => void order.push("handed in");
    const fewer = gate.fewer(async () => anAnswer("u", "undone"), code, post, 1, handIn);
    await vi.waitFor(() => expect(order).toEqual(["handed in"]));
    say("welcome");
    expect((await fewer)?.answer).toBe("welcome");
    expect((await gate.fewer(async () => anAnswer("u", "not-undone"), { token: "T" }, post, 1, handIn))?.answer).toBe("not-undone");
    expect(order).toEqual(["handed in"]);
  });
});

test.each([
  ["welcome", "full", "welcome", 0], ["ask-lead", "welcome", "welcome", 1], ["ask-lead", "full", "full", 1],
  ["ask-lead", "not-checked", "ask-lead", 1], ["too-early", "welcome", "too-early", 0],
])("a walk-in for which the phone says %s and the server %s gets %s", async (phone, server, expected, questions) => {
  const { gate, asked } = gateThatSays([phone], [server]);
  expect([(await gate.walkIn(post))?.answer, asked.length]).toEqual([expected, questions]);
});

test("the stepper goes from everyone to the largest party and back", () => {
  const { places } = gateThatSays([]).gate;
  const seen = [places.value];
  for (let press = 0; press < 8; press++) {
    places.more();
    seen.push(places.value);
  }
  for (let press = 0; press < 7; press++) places.less();
  expect([...seen, places.value]).toEqual([null, 1, 2, 3, 4, 5, 6, 6, 6, null]);
});

describe("the server's judgement", () => {
  const scan = { kind: "scan", scanId: "scan-1", ...post, scannedAt: "2026-09-15T05:00:00.000Z", shortCode: "ABCD-EFGH" } as const;
  const says = (answer: string, scanId = "scan-1") => ({ status: 200, body: { answers: [{ scanId, answer, inside: 1, taken: 2, capacity: 3 }] } });

  function judged(...told: Parameters<typeof network>) {
    const net = network(...told);
    return { net, verdict: new ServerJudge(new Server("secret", net.send), noWait).judge(scan) };
  }

  test("is passed on with its counts, and asks for names with the phone's token", async () => {
    const { net, verdict: told } = judged(says("already-inside"));
    expect(await told).toMatchObject({ answer: "already-inside", by: "server", counts: { inside: 1, taken: 2, capacity: 3 } });
    expect(net.asked[0]).toMatchObject({ address: "/api/door/scans", bearer: "Bearer secret", body: { names: true } });
  });

  test.each([["lost" as const], [{ status: 500 }], [{ status: 429 }], ["not-json" as const], [says("busy")]])(
    "after %j asks the very same again", async (first) => {
      const { net, verdict: told } = judged(first, says("welcome"));
      expect((await told).answer).toBe("welcome");
      expect(net.asked[1]?.body.scans).toEqual(net.asked[0]?.body.scans);
    });

  test.each([["lost" as const, "no-network"], [{ status: 503 }, "server"]])("when %j never ends, nothing is called checked", async (always, why) => {
    const { net, verdict: told } = judged(always);
    expect(await told).toEqual({ scanId: "scan-1", answer: "not-checked", why });
    expect(net.asked).toHaveLength(3);
  });

  test.each([
    ["an answer to another scan", says("welcome", "scan-2"), "server"], ["a word that no door knows", says("come-in"), "server"],
    ["an empty body", { status: 200, body: null }, "server"], ["a refusal", { status: 422, body: { code: "scans-unusable" } }, "server"],
    ["an ended pass", { status: 401, body: { code: "device-unknown" } }, "ended"],
    ["a wish to wait", { status: 503, headers: { "Retry-After": "30" } }, "server"],
    ["too many questions", { status: 429, headers: { "Retry-After": "30" } }, "too-often"],
  ])("%s lets nobody in, and is not asked again", async (_, told, why) => {
    const { net, verdict: given } = judged(told as Parameters<typeof network>[0]);
    expect([await given, net.asked.length]).toEqual([{ scanId: "scan-1", answer: "not-checked", why }, 1]);
  });

  test("a revoked phone is told so", async () => {
    expect((await judged({ status: 403, body: { code: "device-revoked" } }).verdict).answer).toBe("revoked");
  });
});
