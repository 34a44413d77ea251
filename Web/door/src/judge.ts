import { isAnswerCode, type Answer, type Counts, type Scan, type Verdict } from "./answer";
import { pause, type Reply, type Server } from "./server";

/** Whoever can say what a scan is worth. The page asks this and nothing else, so that another judge changes no page. */
export interface Judge {
  judge(scan: Scan): Promise<Verdict>;
}

/** At most four tries; none begins later than this after the first, so that a queue never stands before a silent phone. */
const pauses = [300, 800, 1_500] as const;
const tryingMillisecondsMax = 6_000;

/** Asks the server, and repeats the very same scan while no answer comes: the server counts a scan id only once. */
export class ServerJudge implements Judge {
  private readonly server: Server;
  private readonly deviceToken: string;
  private readonly wait: typeof pause;
  private readonly now: () => number;

  constructor(server: Server, deviceToken: string, wait = pause, now: () => number = () => Date.now()) {
    this.server = server;
    this.deviceToken = deviceToken;
    this.wait = wait;
    this.now = now;
  }

  async judge(scan: Scan): Promise<Verdict> {
    const began = this.now();
    for (let tried = 0; ; tried++) {
      const reply = await this.server.scan(this.deviceToken, [scan]);
      const verdict = verdictOf(scan, reply);
      const next = pauses[tried];
      if (!mayChange(reply, verdict) || next === undefined || this.now() - began >= tryingMillisecondsMax) return verdict;
      await this.wait(next);
    }
  }
}

function mayChange(reply: Reply, verdict: Verdict): boolean {
  return reply.kind === "unreachable" || verdict.answer === "busy";
}

/** Only a known answer to this very scan counts as one; all else leaves the ticket unchecked. */
function verdictOf(scan: Scan, reply: Reply): Verdict {
  const { scanId } = scan;
  switch (reply.kind) {
    case "ok": return answerIn(reply.body, scanId) ?? { scanId, answer: "not-checked", why: "server" };
    case "refused": return reply.status === 401 || reply.status === 403 ? { scanId, answer: "revoked" } : { scanId, answer: "not-checked", why: "server" };
    case "unreachable": return { scanId, answer: "not-checked", why: reply.why };
  }
}

type Told = Partial<Omit<Answer, "counts"> & Counts>;

function answerIn(body: unknown, scanId: string): Answer | null {
  const told = (body as { answers?: Told[] } | null)?.answers?.find((each) => each.scanId === scanId);
  if (!told || !isAnswerCode(told.answer)) return null;
  const { inside, taken, capacity } = told;
  return {
    scanId,
    answer: told.answer,
    places: told.places ?? null,
    left: told.left ?? null,
    party: told.party ?? null,
    name: told.name ?? null,
    since: told.since ?? null,
    door: told.door ?? null,
    slot: told.slot ?? null,
    opensAt: told.opensAt ?? null,
    counts: typeof inside === "number" && typeof taken === "number" ? { inside, taken, capacity: capacity ?? null } : null,
  };
}
