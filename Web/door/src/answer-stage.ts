import type { Answer, NotChecked } from "./answer";
import { AnswerView, type AnswerTaps } from "./answer-view";
import type { Clock } from "./clock";
import { describe, type Tone } from "./describe";
import { afterPaint, closeDialogs } from "./dom";
import type { KeptScan } from "./scan";
import type { Shift } from "./shift";
import type { Sound } from "./sound";
import { ageWords } from "./state-view";
import type { Words } from "./texts";

/** The answer that stands on the screen, as it was given or as the server has corrected it since. */
export class AnswerStage {
  private readonly view: AnswerView;
  private readonly shift: Shift;
  private readonly clock: Clock;
  private readonly sound: Sound;
  private words: Words;
  private now: Answer | NotChecked | null = null;
  private at = Number.NEGATIVE_INFINITY;

  constructor(shift: Shift, clock: Clock, sound: Sound, words: Words, taps: AnswerTaps) {
    this.shift = shift;
    this.clock = clock;
    this.sound = sound;
    this.words = words;
    this.view = new AnswerView(taps);
  }

  get shown(): Answer | NotChecked | null {
    return this.now;
  }

  /** The scan that a tap on the answer takes back: this one, or of who is inside already the one that let them in. */
  get undoable(): KeptScan | null {
    const { now } = this;
    if (!now) return null;
    const kept = this.shift.queue.find((now.answer !== "not-checked" && now.own) || now.scanId);
    return kept && this.shift.keeper.mayUndo(kept) ? kept : null;
  }

  /** Since when the answer stands there, by `performance.now`. */
  get shownAt(): number {
    return this.at;
  }

  show(verdict: Answer | NotChecked): void {
    this.at = performance.now();
    this.now = verdict;
    closeDialogs();
    const tone = this.draw(verdict);
    // What is heard comes with what is seen, and does not hold it up.
    afterPaint(() => this.sound.play(tone));
  }

  /** The server knows more than the phone did: what it adds about the guest on the screen, or says otherwise, is shown at once. */
  correct({ scan }: KeptScan, told: Answer): void {
    const { now } = this;
    // Whoever took somebody back believes it done: that it was not must be seen, whatever is shown meanwhile.
    if (told.answer === "not-undone") return this.show(told);
    if (!now || now.answer === "not-checked" || now.scanId !== scan.scanId) return;
    if (told.answer !== now.answer) return this.show({ ...told, name: now.name, party: now.party });
    this.now = { ...now, since: now.since ?? told.since, door: now.door ?? told.door, slot: now.slot ?? told.slot };
    this.draw(this.now);
  }

  /** The guest on the screen is asked about once more. */
  wait(isWaiting: boolean): void {
    this.view.wait(isWaiting, this.words);
  }

  speak(words: Words): void {
    this.words = words;
    if (this.now) this.draw(this.now);
  }

  dismiss(): void {
    this.now = null;
    this.view.hide();
  }

  private draw(verdict: Answer | NotChecked): Tone {
    const shown = describe(verdict, this.words, this.clock);
    const kept = this.undoable;
    const age = ageWords(this.shift.knownAt, Date.now(), this.words);
    this.view.show(shown, this.words, age, kept !== null);
    return shown.tone;
  }
}
