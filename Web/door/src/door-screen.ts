import { AnswerStage } from "./answer-stage";
import { afterPaint, closeDialogs, isDialogOpen, show } from "./dom";
import { listen, type DoorActions } from "./door-controls";
import type { DoorParts } from "./door-parts";
import { drawDoor } from "./door-view";
import type { Post } from "./doorkeeper";
import { noteAnswer, type Sight } from "./decoder";
import { Eye } from "./eye";
import { Gate } from "./gate";
import { GuestTurns } from "./guest-turns";
import { GuestsView } from "./guests-view";
import { ServerJudge } from "./judge";
import { proofText, readProof, readShortCode } from "./proof";
import { RecentView } from "./recent-view";
import { SecondThoughts } from "./second-thoughts";
import { Shift } from "./shift";
import { Sightings } from "./sighting";
import type { Station } from "./station";
import type { ToldSlot } from "./told";
import type { TextKey, Words } from "./texts";
import { WakeLock } from "./wake";

/** So long the camera waits for a thumb on the stepper. */
const stepperMilliseconds = 1_500;
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
  private readonly second: SecondThoughts;
  private readonly turns: GuestTurns;
  private readonly sightings = new Sightings();
  private readonly wakeLock = new WakeLock();
  private readonly end = new AbortController();
  private words: Words;
  private codeIsWrong = false;
  private note: TextKey | null = null;

  private constructor(parts: DoorParts, station: Station, words: Words, shift: Shift) {
    this.parts = parts;
    this.station = station;
    this.words = words;
    this.shift = shift;
    this.gate = new Gate(shift.keeper, new ServerJudge(parts.server), () => show("checking", this.gate.isAsking));
    this.eye = new Eye(words, (sight) => this.see(sight));
    this.stage = new AnswerStage(shift, parts.clock, parts.sound, words, {
      dismissed: () => this.stage.dismiss(), again: () => void this.turns.again(),
      undo: () => this.stage.undoable && void this.turns.undo(this.stage.undoable.scan.scanId, "mistake"), fewer: (places) => void this.turns.letInFewer(places),
      some: (places) => void this.turns.letInSome(places),
    });
    this.second = new SecondThoughts(shift, this.gate, () => this.words);
    this.turns = this.takeTurns();
    this.recent = new RecentView((chosen, reason) => void this.turns.undo(chosen, reason), this.end.signal);
    this.guests = new GuestsView(parts.server, words, (code) => void this.turns.offer({ code }), this.end.signal);
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
    setInterval(() => this.draw(), drawMilliseconds);
    void this.wakeLock.hold();
    // A phone that has never synced knows no ticket: what it would say in its first second could be wrong for want of asking.
    if (this.shift.learned === null) await this.shift.sync();
    else void this.shift.sync();
    if (!this.end.signal.aborted) await this.eye.open();
  }

  /** Nobody is being scanned: the page may be exchanged for a newer one. */
  isIdle(milliseconds: number): boolean {
    return !this.isKeptHereOnly && !this.gate.isJudging && !this.gate.isAsking && this.turns.isIdle(milliseconds);
  }

  /** With this page scans would be lost, or all that the phone knows. */
  get isKeptHereOnly(): boolean {
    return !this.parts.memory.lasts || this.shift.queue.atRiskCount > 0;
  }

  /** Says what was not done, and why, until the next guest. */
  tell(note: TextKey): void {
    this.note = note;
    this.draw();
  }

  speak(words: Words): void {
    this.words = words;
    this.eye.speak(words);
    this.stage.speak(words);
    this.draw();
  }

  private takeTurns(): GuestTurns {
    const { shift, gate, second, stage } = this;
    return new GuestTurns({
      shift, gate, second, stage, signal: this.end.signal, post: () => this.post, revoked: () => this.close(),
      began: () => [this.codeIsWrong, this.note] = [false, null],
      cameInPart: (proof) => this.sightings.cameInPart(proofText(proof), performance.now()),
      // The guest's answer comes first; it covers all else.
      answered: () => afterPaint(() => this.draw()),
    });
  }

  private get post(): Post | null {
    const [{ door }, slot] = [this.station, this.slot];
    return door && slot ? { door: door.id, slot: slot.id } : null;
  }

  private actions(): DoorActions {
    return {
      chooseDoor: (id) => this.choose(() => this.station.chooseDoor(id)),
      chooseSlot: (id) => this.choose(() => this.station.chooseSlot(id)),
      fewerPlaces: () => this.step(() => this.gate.places.less()),
      morePlaces: () => this.step(() => this.gate.places.more()),
      walkIn: () => void this.turns.walkIn(),
      openRecent: () => this.openRecent(),
      openGuests: () => this.slot && this.guests.open(this.slot.id, this.words), openClashes: () => void this.openClashes(),
      confirmClashes: () => void this.shift.queue.confirmClashes().then(() => this.draw()),
      typeCode: (text) => this.typeCode(text),
      // A hand scanner is pulled on purpose: a dialog goes, and the guest gets an answer.
      scanByHand: (text) => (closeDialogs(), void this.turns.offer(readProof(text))),
      hide: () => this.eye.shut(), comeBack: () => this.comeBack(),
      joinNetwork: () => void this.shift.sync(), leaveNetwork: () => this.shift.leaveNetwork(),
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
    this.turns.holdCamera(stepperMilliseconds);
    this.draw();
  }

  private typeCode(text: string): boolean {
    const code = readShortCode(text);
    this.codeIsWrong = code === null;
    this.draw();
    if (code === null || this.gate.isAsking) return false;
    void this.turns.offer({ code });
    return true;
  }

  private see(sight: Sight): void {
    const now = performance.now();
    const proof = readProof(sight.text);
    const isFree = proof !== null && "code" in proof ? !this.gate.isAsking : !this.gate.isJudging;
    // While somebody looks at a dialog the camera takes nobody: the answer would stand under it.
    const canTake = isFree && now >= this.turns.cameraWaitsUntil && !isDialogOpen();
    const showing = this.sightings.look(sight.text, now, canTake);
    if (showing) void (showing === "rest" && proof ? this.turns.offerRest(proof) : this.turns.offer(proof)).then(() => noteAnswer(sight));
  }

  private openRecent(): void {
    const { slot, station, shift } = this;
    const others = station.isLead && slot ? () => this.parts.server.admissions(slot.id) : null;
    this.recent.open({ own: shift.keeper.undoable(), others, isOwn: (id) => shift.queue.find(id) !== null, words: this.words, clock: this.parts.clock });
  }

  /** Leaves this page for the server's: only where there is one, and nothing is lost here by leaving. */
  private async openClashes(): Promise<void> {
    await this.second.synced();
    if (this.isKeptHereOnly) return this.tell("door.state.stay");
    return this.shift.state.kind === "synced" ? this.parts.server.openClashes() : this.tell("door.clashes.offline");
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
    this.shift.retire();
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
    const { station, words, gate, slot, shift, note, codeIsWrong } = this;
    drawDoor({ station, words, gate, slot, shift, note, codeIsWrong, clock: this.parts.clock });
  }
}
