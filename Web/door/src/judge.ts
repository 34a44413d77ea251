import { toldAnswer, type Verdict } from "./answer";
import { guestMilliseconds, pause, type PostedScan, type Reply, type Server } from "./server";

/** At most three tries; none begins later than this after the first, so that a queue never stands before a silent phone. */
const pauses = [300, 800] as const;
const tryingMillisecondsMax = 5_000;

/**
 * Asks the server what only the server can say: whose short code this is, whether another walk-in has room. It repeats the very
 * same scan while no answer comes, because the server counts a scan id only once.
 */
export class ServerJudge {
  private readonly server: Server;
  private readonly wait: typeof pause;
  private readonly now: () => number;

  constructor(server: Server, wait = pause, now: () => number = () => Date.now()) {
    this.server = server;
    this.wait = wait;
    this.now = now;
  }

  async judge(scan: PostedScan): Promise<Verdict> {
    const began = this.now();
    for (let tried = 0; ; tried++) {
      const reply = await this.server.scans([scan], { names: true, limit: guestMilliseconds });
      const verdict = verdictOf(scan.scanId, reply);
      const next = pauses[tried];
      if (!mayChange(reply, verdict) || next === undefined || this.now() - began >= tryingMillisecondsMax) return verdict;
      await this.wait(next);
    }
  }
}

function mayChange(reply: Reply, verdict: Verdict): boolean {
  return (reply.kind === "unreachable" && reply.retrySeconds === 0) || verdict.answer === "busy";
}

/** Only a known answer to this very scan counts as one; all else leaves it unchecked. */
function verdictOf(scanId: string, reply: Reply): Verdict {
  switch (reply.kind) {
    case "ok": return answerIn(reply.body, scanId) ?? { scanId, answer: "not-checked", why: "server" };
    case "unreachable": return { scanId, answer: "not-checked", why: reply.tooOften ? "too-often" : reply.why };
    case "refused":
      if (reply.code === "device-revoked") return { scanId, answer: "revoked" };
      return { scanId, answer: "not-checked", why: reply.status === 401 ? "ended" : "server" };
  }
}

function answerIn(body: unknown, scanId: string): Verdict | null {
  const told = (body as { answers?: Record<string, unknown>[] } | null)?.answers?.find((each) => each["scanId"] === scanId);
  return told ? toldAnswer(told) : null;
}
