import { notSynced, type Proof, type Verdict } from "./answer";
import { AnswerStage } from "./answer-stage";
import type { Clock } from "./clock";
import { byId, show, write } from "./dom";
import { listen, type DoorActions } from "./door-controls";
import type { Post } from "./doorkeeper";
import { noteAnswer, type Sight } from "./decoder";
import { Eye } from "./eye";
import { Gate } from "./gate";
import { GuestsView } from "./guests-view";
import { ServerJudge } from "./judge";
import type { Memory } from "./memory";
import { readProof, readShortCode } from "./proof";
import { RecentView, type Reason } from "./recent-view";
import type { Server } from "./server";
import { Shift } from "./shift";
import { Sightings } from "./sighting";
import type { Sound } from "./sound";
import { drawState } from "./state-view";
import type { Station } from "./station";
import { drawPass, drawPlaces, drawStation } from "./station-view";
import type { ToldSlot } from "./told";
import type { Words } from "./texts";
import { WakeLock } from "./wake";

export interface DoorParts {
  readonly memory: Memory;
  readonly server: Server;
  readonly clock: Clock;
  readonly sound: Sound;
  /** The pass was taken away. */
  readonly revoked: () => void;
}

/** An answer stays at least this long before the camera may show the next; as long the camera waits for a thumb on the stepper. */
const answerMillisecondsMin = 700;
const stepperMilliseconds = 1_500;
/** How long asking again may wait for a sync. */
const againMilliseconds = 4_000;
const drawMilliseconds = 15_000;

/** The screen that a volunteer works with: the camera, the counter, and one answer after the other. */
export class DoorScreen {
  readonly shift: Shift;
  private readonly parts: DoorParts;
  private readonly station: Station;
  private readonly gate: Gate;
  private readonly eye: Eye;
  private readonly stage: AnswerStage;
  private readonly recent: RecentView;
  private readonly guests: GuestsView;
  private readonly sightings = new Sightings();
  private readonly wakeLock = new WakeLock();
  private readonly end = new AbortController();
  private words: Words;
  private codeIsWrong = false;
  private cameraWaitsUntil = 0;
  private busyAt = performance.now();

  private constructor(parts: DoorParts, station: Station, words: Words, shift: Shift) {
    this.parts = parts;
    this.station = station;
    this.words = words;
    this.shift = shift;
    this.gate = new Gate(shift.keeper, new ServerJudge(parts.server));
    this.eye = new Eye(words, (sight) => this.see(sight));
    this.stage = new AnswerStage(shift, parts.clock, parts.sound, words, {
      dismissed: () => this.stage.dismiss(), again: () => void this.again(), undo: () => void this.undoShown("mistake"), fewer: (places) => void this.letInFewer(places),
    });
    this.recent = new RecentView((scanId, reason) => void this.undo(scanId, reason), this.end.signal);
    this.guests = new GuestsView(parts.server, words, (code) => void this.offer({ code }), this.end.signal);
  }

  static async prepare(parts: DoorParts, station: Station, words: Words): Promise<DoorScreen> {
    // What comes from the shift before the screen is there is drawn with the screen.
    let screen: DoorScreen | null = null;
    const shift = await Shift.open(parts.memory, parts.server, parts.clock, {
      changed: () => screen?.draw(),
      learned: (learned) => station.learn(learned, parts.clock.now()),
      answered: (kept, answer) => screen?.stage.correct(kept, answer),
      revoked: () => screen?.close(),
    });
    screen = new DoorScreen(parts, station, words, shift);
    return screen;
  }

  async open(): Promise<void> {
    listen(this.actions(), this.end.signal);
    this.draw();
    const timer = setInterval(() => this.draw(), drawMilliseconds);
    this.end.signal.addEventListener("abort", () => clearInterval(timer));
    void this.wakeLock.hold();
    // A phone that has never synced knows no ticket: what it would say in its first second could be wrong for want of asking.
    if (this.shift.learned === null) await this.shift.sync();
    else void this.shift.sync();
    if (!this.end.signal.aborted) await this.eye.open();
  }

  /** Nobody is being scanned: the page may be exchanged for a newer one. */
  isIdle(milliseconds: number): boolean {
    return !this.gate.isJudging && this.stage.shown === null && performance.now() - this.busyAt > milliseconds;
  }

  speak(words: Words): void {
    this.words = words;
    this.eye.speak(words);
    this.stage.speak(words);
    this.draw();
  }

  private actions(): DoorActions {
    return {
      chooseDoor: (id) => this.choose(() => this.station.chooseDoor(id)),
      chooseSlot: (id) => this.choose(() => this.station.chooseSlot(id)),
      fewerPlaces: () => this.step(() => this.gate.places.less()),
      morePlaces: () => this.step(() => this.gate.places.more()),
      walkIn: () => void this.decide((post) => this.gate.walkIn(post)),
      openRecent: () => this.recent.open(this.shift.keeper.undoable(), this.words, this.parts.clock),
      openGuests: () => this.slot && this.guests.open(this.slot.id, this.words), openClashes: () => this.parts.server.openClashes(),
      typeCode: (text) => this.typeCode(text),
      scanByHand: (text) => void (this.gate.isJudging || this.offer(readProof(text))),
      hide: () => this.eye.shut(), comeBack: () => this.comeBack(),
      joinNetwork: () => void this.shift.sync(),
    };
  }

  private get slot(): ToldSlot | null {
    return this.station.slot(this.parts.clock.now());
  }

  private choose(chosen: () => void): void {
    chosen();
    this.draw();
    const { choice } = this.station;
    if (choice) void this.parts.memory.put("choice", choice);
  }

  private step(stepped: () => void): void {
    stepped();
    this.cameraWaitsUntil = performance.now() + stepperMilliseconds;
    this.draw();
  }

  private typeCode(text: string): boolean {
    const code = readShortCode(text);
    this.codeIsWrong = code === null;
    this.draw();
    if (code === null || this.gate.isJudging) return false;
    void this.offer({ code });
    return true;
  }

  private see(sight: Sight): void {
    const now = performance.now();
    const canTake = !this.gate.isJudging && now >= this.cameraWaitsUntil;
    if (this.sightings.isNew(sight.text, now, canTake)) void this.offer(readProof(sight.text)).then(() => noteAnswer(sight));
  }

  private async again(): Promise<void> {
    const proof = this.gate.lastProof;
    if (this.gate.isJudging) return;
    show("checking", true);
    await Promise.race([this.shift.sync(), new Promise((resolve) => setTimeout(resolve, againMilliseconds))]);
    await (proof ? this.offer(proof) : this.decide((post) => this.gate.walkIn(post)));
  }

  private offer(proof: Proof | null): Promise<void> {
    show("checking", proof !== null && "code" in proof);
    return this.decide((post) => this.gate.check(proof, post));
  }

  private async decide(ask: (post: Post) => Promise<Verdict>): Promise<void> {
    const { slot } = this;
    const { door } = this.station;
    if (this.gate.isJudging) return;
    this.busyAt = performance.now();
    this.codeIsWrong = false;
    const verdict = slot && door ? await ask({ door: door.id, slot: slot.id }) : notSynced();
    show("checking", false);
    if (verdict.answer === "revoked") return this.close();
    if (slot && verdict.answer !== "not-checked" && verdict.by === "server") this.shift.asked(slot.id, verdict);
    this.cameraWaitsUntil = performance.now() + answerMillisecondsMin;
    this.stage.show(verdict);
    this.draw();
    this.shift.scanned();
  }

  private async undoShown(reason: Reason): Promise<void> {
    if (this.stage.shown) await this.undo(this.stage.shown.scanId, reason);
    this.stage.dismiss();
  }

  private async undo(scanId: string, reason: Reason): Promise<void> {
    const undone = await this.shift.keeper.undo(scanId, this.words.say(`door.undo.reason.${reason}`));
    write("said", this.words.say(undone ? "door.undo.done" : "door.undo.too-late"));
    this.shift.scanned();
    this.draw();
  }

  /** Fewer of a party came than the ticket is for: the scan is taken back, and those who came are let in by another. */
  private async letInFewer(places: number): Promise<void> {
    const { shown } = this.stage;
    const proof = this.gate.lastProof;
    if (!shown || !proof || this.gate.isJudging) return;
    await this.undo(shown.scanId, "fewer");
    this.gate.places.choose(places);
    await this.offer(proof);
  }

  /** A page out of sight has neither camera nor light. */
  private comeBack(): void {
    void this.wakeLock.hold();
    void this.eye.open();
    void this.shift.sync();
  }

  /** Takes nothing in any more: the camera is shut, the light may go out, nobody syncs. */
  rest(): void {
    this.end.abort();
    this.shift.stop();
    this.stage.dismiss();
    this.eye.shut();
    void this.wakeLock.release();
  }

  private close(): void {
    if (this.end.signal.aborted) return;
    this.rest();
    this.parts.revoked();
  }

  private draw(): void {
    if (this.end.signal.aborted) return;
    const { station, words, gate, slot, shift } = this;
    drawStation(station, slot && shift.keeper.tallies.of(slot.id), words, this.parts.clock);
    drawPlaces(gate.places, words);
    drawPass(station, words, this.parts.clock);
    drawState(shift, words, Date.now());
    show("walk-in", slot !== null);
    show("guests-open", station.isLead && slot !== null);
    show("clashes-open", station.isLead);
    show("clashes", this.stage.clashes > 0);
    write("clashes", words.say("door.sync.clashes", { n: this.stage.clashes }));
    write("short-code-problem", this.codeIsWrong ? words.say("door.code.wrong") : "");
    byId("short-code", HTMLInputElement).setAttribute("aria-invalid", String(this.codeIsWrong));
  }
}
