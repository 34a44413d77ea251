import { describe, expect, test } from "vitest";
import { answerCodes } from "../src/answer";
import { ServerJudge } from "../src/judge";
import { Server } from "../src/server";
import { aScan, network, noWait } from "./parts";

function judged(...told: Parameters<typeof network>) {
  const net = network(...told);
  const judge = new ServerJudge(new Server(net.send), "secret", noWait);
  return { net, verdict: judge.judge(aScan()) };
}

function says(answer: string, scanId = "scan-1") {
  return { status: 200, body: { answers: [{ scanId, answer, inside: 1, taken: 2, capacity: 3 }] } };
}

describe("the server's judgement", () => {
  test.each(answerCodes.filter((code) => code !== "busy"))("%s is passed on after one question", async (code) => {
    const { net, verdict } = judged(says(code));
    expect(await verdict).toMatchObject({ answer: code, scanId: "scan-1", counts: { inside: 1, taken: 2, capacity: 3 } });
    expect(net.asked).toHaveLength(1);
  });

  test("carries the phone's token and asks for names", async () => {
    const { net, verdict } = judged(says("welcome"));
    await verdict;
    expect(net.asked[0]).toMatchObject({ address: "/api/door/scans", bearer: "Bearer secret", body: { names: true } });
  });

  test.each([["lost" as const], [{ status: 500 }], [{ status: 429 }], ["not-json" as const], [says("busy")]])(
    "after %j the very same scan is repeated", async (first) => {
      const { net, verdict } = judged(first, says("welcome"));
      expect((await verdict).answer).toBe("welcome");
      expect(net.asked).toHaveLength(2);
      expect(net.asked[1]?.body.scans).toEqual(net.asked[0]?.body.scans);
    });

  test.each([["lost" as const, "no-network"], [{ status: 503 }, "server"]])(
    "when %j never ends, nothing is called checked, and the trying ends", async (always, why) => {
      const { net, verdict } = judged(always);
      expect(await verdict).toEqual({ scanId: "scan-1", answer: "not-checked", why });
      expect(net.asked).toHaveLength(4);
    });

  test("a busy server that stays busy is said to be busy", async () => {
    const { net, verdict } = judged(says("busy"));
    expect((await verdict).answer).toBe("busy");
    expect(net.asked).toHaveLength(4);
  });

  test("a server that hangs is asked no new question after six seconds", async () => {
    let clock = 0;
    const net = network("lost");
    const judge = new ServerJudge(new Server(net.send), "secret", noWait, () => (clock += 4_000));
    expect((await judge.judge(aScan())).answer).toBe("not-checked");
    expect(net.asked).toHaveLength(2);
  });

  test.each([
    ["an answer to another scan", says("welcome", "scan-2")],
    ["a word that no door knows", says("come-in")],
    ["an empty body", { status: 200, body: null }],
    ["no answers at all", { status: 200, body: {} }],
    ["a refusal", { status: 413 }],
  ])("%s lets nobody in", async (_, told) => {
    const { net, verdict } = judged(told);
    expect(await verdict).toEqual({ scanId: "scan-1", answer: "not-checked", why: "server" });
    expect(net.asked).toHaveLength(1);
  });

  test("401 ends the phone's pass", async () => {
    expect((await judged({ status: 401 }).verdict).answer).toBe("revoked");
  });
});
