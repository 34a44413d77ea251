import { anAnswer, type Proof, type Verdict } from "./answer";
import type { Doorkeeper, Post } from "./doorkeeper";
import type { ServerJudge } from "./judge";
import { OpenScans } from "./open-scans";
import { newId } from "./pairing";
import { Places } from "./places";

/** One guest after the other: tickets and walk-ins are decided on the phone; what the phone cannot know, the server is asked. */
export class Gate {
  readonly places = new Places();
  private readonly keeper: Pick<Doorkeeper, "check" | "walkIn">;
  private readonly judge: Pick<ServerJudge, "judge">;
  private readonly now: () => number;
  private readonly open = new OpenScans();
  private judging = false;
  private asked: Proof | null = null;

  constructor(keeper: Pick<Doorkeeper, "check" | "walkIn">, judge: Pick<ServerJudge, "judge">, now: () => number = () => Date.now()) {
    this.keeper = keeper;
    this.judge = judge;
    this.now = now;
  }

  get isJudging(): boolean {
    return this.judging;
  }

  /** What the last answer was about, for trying it again; null when that was no ticket. */
  get lastProof(): Proof | null {
    return this.asked;
  }

  /** Null proof: what was shown cannot be a ticket, and nobody is asked about it. */
  async check(proof: Proof | null, post: Post): Promise<Verdict> {
    this.asked = proof;
    if (proof === null) return anAnswer(newId(), "unreadable");
    const verdict = await this.alone(() => ("token" in proof ? this.keeper.check(proof.token, post, this.places.value) : this.checkCode(proof.code, post)));
    // Without an answer the number of people that the volunteer set stays.
    if (verdict.answer !== "not-checked" && verdict.answer !== "busy") this.places.reset();
    return verdict;
  }

  /** Somebody without a ticket. When this phone's own allowance is used up, the server may know of a free place; else the lead decides. */
  async walkIn(post: Post): Promise<Verdict> {
    this.asked = null;
    return this.alone(async () => {
      const alone = await this.keeper.walkIn(post);
      if (alone.answer !== "ask-lead") return alone;
      const asked = await this.ask(["walk-in", post.slot].join("\n"), { kind: "walk-in", ...post, places: 1 });
      return asked.answer === "not-checked" ? alone : asked;
    });
  }

  private checkCode(code: string, post: Post): Promise<Verdict> {
    const places = this.places.value;
    const key = [post.door, post.slot, places ?? "whole", code].join("\n");
    return this.ask(key, { kind: "scan", ...post, shortCode: code, ...(places === null ? {} : { places }) });
  }

  private async ask(key: string, scan: { kind: "scan"; door: string; slot: string; shortCode: string; places?: number } | { kind: "walk-in"; door: string; slot: string; places: number }): Promise<Verdict> {
    const verdict = await this.judge.judge({ ...scan, ...this.open.take(key, this.now()) });
    if (verdict.answer !== "not-checked" && verdict.answer !== "busy") this.open.answered(key);
    return verdict;
  }

  private async alone<T>(decide: () => Promise<T>): Promise<T> {
    this.judging = true;
    try {
      return await decide();
    } finally {
      this.judging = false;
    }
  }
}
