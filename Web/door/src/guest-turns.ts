import { anAnswer, notSynced, type Answer, type Proof, type Verdict } from "./answer";
import type { AnswerStage } from "./answer-stage";
import type { OtherAdmission, Post } from "./doorkeeper";
import type { Gate } from "./gate";
import { newId } from "./pairing";
import { proofText } from "./proof";
import type { Reason } from "./recent-view";
import { Repeat } from "./repeat";
import type { SecondThoughts } from "./second-thoughts";
import { pause } from "./server";
import type { Shift } from "./shift";

/** An answer stays at least this long before the next is shown in its place. */
const answerMillisecondsMin = 700;
const seenMilliseconds = 60_000;
/** More than come to a door within the seconds after which a ticket counts as shown anew. */
const partialMax = 20;

type Ask = (post: Post, isAgain: boolean) => Promise<Verdict | null>;

/** What the answer on the screen is about. */
interface Matter {
  /** Null: no ticket. */
  readonly proof: Proof | null;
  /** Null: it was no question about a guest, and cannot be asked again. */
  readonly ask: Ask | null;
}

export interface TurnParts {
  readonly gate: Gate;
  readonly shift: Shift;
  readonly second: SecondThoughts;
  readonly stage: AnswerStage;
  /** Where the phone stands; null where it does not know. */
  readonly post: () => Post | null;
  /** Somebody stands before the door. */
  readonly began: () => void;
  /** The answer was shown; what it covers may be drawn. */
  readonly answered: () => void;
  /** A part of a party came in by this. */
  readonly cameInPart: (proof: Proof) => void;
  readonly revoked: () => void;
  readonly signal: AbortSignal;
}

/** One guest after the other: asks, and shows the answer when the one before it was seen. */
export class GuestTurns {
  private readonly parts: TurnParts;
  private readonly repeat: Repeat;
  private matter: Matter = { proof: null, ask: null };
  private waitsUntil = 0;
  private begunAt = performance.now();
  /** Of parties that came in part, the latest last. */
  private readonly partial = new Map<string, Answer>();

  constructor(parts: TurnParts) {
    this.parts = parts;
    const { stage, second } = parts;
    this.repeat = new Repeat({ shown: () => stage.shown?.scanId ?? null, synced: () => second.synced(), turned: (isRunning) => stage.wait(isRunning) });
  }

  /** The camera takes nobody until then. */
  get cameraWaitsUntil(): number {
    return this.waitsUntil;
  }

  /** Nobody came for so long. An answer that nobody tapped away was seen after a minute. */
  isIdle(milliseconds: number): boolean {
    const { stage } = this.parts;
    const quiet = performance.now() - Math.max(this.begunAt, stage.shownAt);
    return quiet > (stage.shown === null ? milliseconds : Math.max(milliseconds, seenMilliseconds));
  }

  holdCamera(milliseconds: number): void {
    this.waitsUntil = performance.now() + milliseconds;
  }

  offer(proof: Proof | null): Promise<void> {
    const { gate } = this.parts;
    const places = gate.places.value;
    return this.decide({ proof, ask: (post, isAgain) => gate.check(proof, post, isAgain ? places : undefined) });
  }

  /** A ticket of which a part came in is seen again: the others come in by a tap, or when the volunteer has said how many. */
  offerRest(proof: Proof): Promise<void> {
    const { gate, post, shift } = this.parts;
    const part = this.partial.get(proofText(proof));
    if (!part || shift.queue.isUndone(part.scanId) || gate.places.value !== null) return this.offer(proof);
    const { left, party, name, scanId } = part;
    this.begin();
    return this.answer({ proof, ask: null }, post(), anAnswer(newId(), "already-inside", { left, party, name, own: scanId }));
  }

  walkIn(): Promise<void> {
    return this.decide({ proof: null, ask: (post) => this.parts.gate.walkIn(post) });
  }

  /** After a sync once more about the guest on the screen, as they came: with so many, or without a ticket. */
  again(): Promise<void> {
    const { matter } = this;
    return this.repeat.run(() => this.decide(matter, true));
  }

  /** So many of a party that was too many come in. */
  letInSome(places: number): Promise<void> {
    const { proof } = this.matter;
    if (!proof) return Promise.resolve();
    this.parts.stage.dismiss();
    return this.decide({ proof, ask: (post) => this.parts.gate.check(proof, post, places) });
  }

  async undo(chosen: string | OtherAdmission, reason: Reason): Promise<void> {
    this.parts.stage.dismiss();
    await this.answer({ proof: null, ask: null }, this.parts.post(), await this.parts.second.undo(chosen, reason));
  }

  async letInFewer(places: number): Promise<void> {
    const { matter, parts: { stage, second, post } } = this;
    const { shown } = stage;
    if (!shown || !matter.proof) return;
    stage.dismiss();
    await this.answer(matter, post(), await second.fewer(shown.scanId, matter.proof, places));
  }

  private async decide(matter: Matter, isAgain = false): Promise<void> {
    if (!matter.ask) return;
    this.begin();
    const post = this.parts.post();
    await this.answer(matter, post, await (post ? matter.ask(post, isAgain) : notSynced(newId())));
  }

  private remember(proof: Proof, welcome: Answer): void {
    const text = proofText(proof);
    this.partial.delete(text);
    if (!welcome.left) return;
    this.partial.set(text, welcome);
    this.parts.cameInPart(proof);
    const [oldest] = this.partial.keys();
    if (this.partial.size > partialMax && oldest !== undefined) this.partial.delete(oldest);
  }

  private begin(): void {
    this.begunAt = performance.now();
    this.parts.began();
  }

  private async answer(matter: Matter, post: Post | null, verdict: Verdict | null): Promise<void> {
    const { shift, stage, signal } = this.parts;
    if (verdict === null) return;
    if (verdict.answer === "revoked") return this.parts.revoked();
    if (post && verdict.answer !== "not-checked" && verdict.by === "server") shift.asked(post.slot, verdict);
    // What the server says late comes after the answer that stands there, not in its place.
    for (let left; stage.shown && (left = this.waitsUntil - performance.now()) > 0;) await pause(left);
    if (signal.aborted) return;
    this.holdCamera(answerMillisecondsMin);
    this.matter = matter;
    stage.show(verdict);
    this.parts.answered();
    if (matter.proof && verdict.answer === "welcome") this.remember(matter.proof, verdict);
    shift.scanned();
  }
}
