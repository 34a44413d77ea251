import { anAnswer, type Answer, type Proof, type Verdict } from "./answer";
import type { Doorkeeper, Post } from "./doorkeeper";
import type { ServerJudge } from "./judge";
import { OpenScans } from "./open-scans";
import { newId } from "./pairing";
import { Places } from "./places";
import type { AskedScan } from "./server";

type Keeper = Pick<Doorkeeper, "check" | "walkIn" | "keepJudged">;

/**
 * One guest after the other: tickets and walk-ins are decided on the phone. What only the server knows is asked in a lane of its own, so
 * that no guest with a ticket stands before a silent network. Null where the lane is taken.
 */
export class Gate {
  readonly places = new Places();
  private readonly keeper: Keeper;
  private readonly judge: Pick<ServerJudge, "judge">;
  private readonly now: () => number;
  private readonly turned: () => void;
  private readonly open = new OpenScans();
  private readonly taken = { judging: false, asking: false };

  /** `turned` is called when the server begins or ends to be asked. */
  constructor(keeper: Keeper, judge: Pick<ServerJudge, "judge">, turned: () => void = () => undefined, now: () => number = () => Date.now()) {
    this.keeper = keeper;
    this.judge = judge;
    this.turned = turned;
    this.now = now;
  }

  /** The phone is deciding: a matter of milliseconds. */
  get isJudging(): boolean {
    return this.taken.judging;
  }

  /** The server is being asked: a matter of seconds. */
  get isAsking(): boolean {
    return this.taken.asking;
  }

  /** Null proof: what was shown cannot be a ticket, and nobody is asked about it. `chosen`: of so many, whatever is set by now. */
  async check(proof: Proof | null, post: Post, chosen?: number | null): Promise<Verdict | null> {
    if (proof === null) return anAnswer(newId(), "unreadable");
    const lane = "token" in proof ? "judging" : "asking";
    return this.alone(lane, async () => {
      const places = chosen === undefined ? this.places.value : chosen;
      if (places === this.places.value) this.places.reset();
      const verdict = await ("token" in proof ? this.keeper.check(proof.token, post, places) : this.checkCode(proof.code, post, places));
      // Without an answer the number of people that the volunteer set stays.
      if (places !== null && this.places.value === null && !isDefinite(verdict)) this.places.choose(places);
      return verdict;
    });
  }

  /** Somebody without a ticket. When this phone's own allowance is used up, the server may know of a free place; else the lead decides. */
  async walkIn(post: Post): Promise<Verdict | null> {
    const alone = await this.alone("judging", () => this.keeper.walkIn(post));
    if (alone?.answer !== "ask-lead") return alone;
    return this.alone("asking", async () => {
      const asked = await this.ask(["walk-in", post.slot].join("\n"), { kind: "walk-in", ...post, places: 1 });
      return asked.answer === "not-checked" ? alone : asked;
    });
  }

  /**
   * Fewer of a party came than were let in: that is taken back, and those who came are let in by another scan, with nobody in between.
   * A short code is looked up by the server, which must have heard of the undo before: `handIn`.
   */
  async fewer(undo: () => Promise<Answer>, proof: Proof, post: Post, places: number, handIn: () => Promise<void>): Promise<Verdict | null> {
    const gone = await this.alone("judging", async () => {
      const undone = await undo();
      return undone.answer === "undone" && "token" in proof ? this.keeper.check(proof.token, post, places) : undone;
    });
    if (gone?.answer !== "undone" || "token" in proof) return gone;
    return this.alone("asking", async () => {
      await handIn();
      return this.checkCode(proof.code, post, places);
    });
  }

  private async checkCode(code: string, post: Post, places: number | null): Promise<Verdict> {
    const key = [post.door, post.slot, places ?? "whole", code].join("\n");
    const verdict = await this.ask(key, { kind: "scan", ...post, shortCode: code, ...(places === null ? {} : { places }) });
    // As the rule has it: without a network only a person can decide.
    if (verdict.answer === "not-checked" && verdict.why === "no-network") return anAnswer(verdict.scanId, "ask-lead", { code });
    return verdict.answer === "not-checked" || verdict.answer === "revoked" ? verdict : { ...verdict, code };
  }

  private async ask(key: string, asked: AskedScan): Promise<Verdict> {
    const scan = { ...asked, ...this.open.take(key, this.now()) };
    const verdict = await this.judge.judge(scan);
    if (isDefinite(verdict)) this.open.answered(key);
    if (isDefinite(verdict) && verdict.answer !== "revoked") await this.keeper.keepJudged(scan, verdict);
    return verdict;
  }

  private async alone<T>(lane: "judging" | "asking", decide: () => Promise<T>): Promise<T | null> {
    if (this.taken[lane]) return null;
    this.take(lane, true);
    try {
      return await decide();
    } finally {
      this.take(lane, false);
    }
  }

  private take(lane: "judging" | "asking", taken: boolean): void {
    this.taken[lane] = taken;
    if (lane === "asking") this.turned();
  }
}

/** An answer that stands; after any other the same may be asked again. */
function isDefinite(verdict: Verdict): verdict is Exclude<Verdict, { answer: "not-checked" }> {
  return verdict.answer !== "not-checked" && verdict.answer !== "busy" && verdict.answer !== "ask-lead";
}
