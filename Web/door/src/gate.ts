import type { Answer, NotChecked, Proof, Verdict } from "./answer";
import type { Judge } from "./judge";
import { newId } from "./pairing";
import { Places, Scanning, type Post } from "./scanning";

export type GateAnswer = Answer | NotChecked;

/** One guest after the other: takes what was shown, asks the judge, and remembers the answer that stands. */
export class Gate {
  readonly places = new Places();
  private readonly judge: Judge;
  private readonly now: () => number;
  private readonly scanning = new Scanning();
  private judging = false;
  private asked: Proof | null = null;

  constructor(judge: Judge, now: () => number = () => Date.now()) {
    this.judge = judge;
    this.now = now;
  }

  get isJudging(): boolean {
    return this.judging;
  }

  /** What the last answer was about, for trying it again. */
  get lastProof(): Proof | null {
    return this.asked;
  }

  /** Null proof: what was shown cannot be a ticket, and nobody is asked about it. */
  async check(proof: Proof | null, post: Post): Promise<Verdict> {
    this.asked = proof;
    if (proof === null) return unreadable();
    const scan = this.scanning.scan(proof, post, this.places.value, this.now());
    this.judging = true;
    try {
      const verdict = await this.judge.judge(scan);
      // Without an answer the scan stays open, and so does the number of people that the volunteer set.
      if (verdict.answer !== "not-checked" && verdict.answer !== "busy") {
        this.scanning.answered(scan);
        this.places.reset();
      }
      return verdict;
    } finally {
      this.judging = false;
    }
  }
}

function unreadable(): Answer {
  return {
    scanId: newId(), answer: "unreadable", places: null, left: null, party: null, name: null,
    since: null, door: null, slot: null, opensAt: null, counts: null,
  };
}
