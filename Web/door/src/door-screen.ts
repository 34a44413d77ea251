import { AnswerView } from "./answer-view";
import type { Proof } from "./answer";
import type { Clock } from "./clock";
import { describe } from "./describe";
import { byId, show, write } from "./dom";
import { listen, type DoorActions } from "./door-controls";
import { Eye } from "./eye";
import { Gate, type GateAnswer } from "./gate";
import type { Judge } from "./judge";
import type { Memory } from "./memory";
import { refreshScope } from "./pass";
import { readProof, readShortCode } from "./proof";
import type { SlotScope } from "./scope";
import type { Server } from "./server";
import { Sightings } from "./sighting";
import type { Sound } from "./sound";
import type { Station } from "./station";
import { drawPass, drawPlaces, drawStation, placesMax } from "./station-view";
import type { Words } from "./texts";
import { WakeLock } from "./wake";

export interface DoorParts {
  readonly memory: Memory;
  readonly server: Server;
  readonly clock: Clock;
  readonly sound: Sound;
  readonly judge: Judge;
  readonly deviceToken: string;
}

type Link = "connecting" | "online" | "no-network" | "server";
const refreshMilliseconds = 60_000;
/** An answer stays at least this long before the camera may show the next; as long the camera waits for a thumb on the stepper. */
const answerMillisecondsMin = 700;
const stepperMilliseconds = 1_500;

/** The screen that a volunteer works with: the camera, the counter, and one answer after the other. */
export class DoorScreen {
  private readonly parts: DoorParts;
  private readonly station: Station;
  private readonly gate: Gate;
  private readonly revoked: () => void;
  private readonly eye: Eye;
  private readonly answerView: AnswerView;
  private readonly sightings = new Sightings();
  private readonly wakeLock = new WakeLock();
  private readonly end = new AbortController();
  private words: Words;
  private link: Link = "connecting";
  private shown: GateAnswer | null = null;
  private codeIsWrong = false;
  private cameraWaitsUntil = 0;

  constructor(parts: DoorParts, station: Station, words: Words, revoked: () => void) {
    this.parts = parts;
    this.station = station;
    this.words = words;
    this.revoked = revoked;
    this.gate = new Gate(parts.judge);
    this.eye = new Eye(words, (text) => this.see(text));
    this.answerView = new AnswerView(() => this.dismiss(), () => void this.again());
  }

  async open(): Promise<void> {
    listen(this.actions(), this.end.signal);
    this.draw();
    const timer = setInterval(() => void this.refresh(), refreshMilliseconds);
    this.end.signal.addEventListener("abort", () => clearInterval(timer));
    void this.wakeLock.hold();
    await Promise.all([this.eye.open(), this.refresh()]);
  }

  speak(words: Words): void {
    this.words = words;
    this.eye.speak(words);
    this.draw();
    if (this.shown) this.answerView.show(describe(this.shown, words, this.parts.clock), words);
  }

  private actions(): DoorActions {
    return {
      chooseDoor: (id) => this.choose(() => this.station.chooseDoor(id)),
      chooseSlot: (id) => this.choose(() => this.station.chooseSlot(id)),
      fewerPlaces: () => this.step(() => this.gate.places.less()),
      morePlaces: () => this.step(() => this.gate.places.more(placesMax(this.slot))),
      typeCode: (text) => this.typeCode(text),
      scanByHand: (text) => void (this.gate.isJudging || this.offer(readProof(text))),
      hide: () => this.eye.shut(),
      comeBack: () => this.comeBack(),
      joinNetwork: () => void this.refresh(),
      loseNetwork: () => this.become("no-network"),
    };
  }

  private get slot(): SlotScope | null {
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

  private see(text: string): void {
    const now = performance.now();
    const canTake = !this.gate.isJudging && now >= this.cameraWaitsUntil;
    if (this.sightings.isNew(text, now, canTake)) void this.offer(readProof(text));
  }

  private async again(): Promise<void> {
    const proof = this.gate.lastProof;
    if (proof && !this.gate.isJudging) await this.offer(proof);
  }

  private async offer(proof: Proof | null): Promise<void> {
    const { slot } = this;
    const { door } = this.station;
    if (!slot || !door) return;
    this.dismiss();
    this.codeIsWrong = false;
    show("checking", proof !== null);
    const verdict = await this.gate.check(proof, { door: door.id, slot: slot.id });
    show("checking", false);
    if (verdict.answer === "revoked") return this.close();
    if (verdict.answer === "not-checked") this.link = verdict.why;
    else if (proof) this.link = "online";
    if (verdict.answer !== "not-checked" && verdict.counts) this.station.count(slot.id, verdict.counts);
    this.answer(verdict);
  }

  private answer(verdict: GateAnswer): void {
    const shown = describe(verdict, this.words, this.parts.clock);
    this.shown = verdict;
    this.cameraWaitsUntil = performance.now() + answerMillisecondsMin;
    this.answerView.show(shown, this.words);
    this.parts.sound.play(shown.tone);
    this.draw();
  }

  private dismiss(): void {
    this.shown = null;
    this.answerView.hide();
  }

  private async refresh(): Promise<void> {
    const { deviceToken, server, memory, clock } = this.parts;
    const refreshed = await refreshScope(deviceToken, server, memory, clock);
    if (this.end.signal.aborted) return;
    if (refreshed.kind === "revoked") return this.close();
    if (refreshed.kind === "scope") this.station.learn(refreshed.scope);
    this.become(refreshed.kind === "scope" ? "online" : refreshed.why);
  }

  /** A page out of sight has neither camera nor light. */
  private comeBack(): void {
    void this.wakeLock.hold();
    void this.eye.open();
    void this.refresh();
  }

  private close(): void {
    this.end.abort();
    this.dismiss();
    this.eye.shut();
    write("state", "");
    void this.wakeLock.release();
    this.revoked();
  }

  private become(link: Link): void {
    this.link = link;
    this.draw();
  }

  private draw(): void {
    const { station, words, gate } = this;
    const { clock } = this.parts;
    drawStation(station, words, clock);
    drawPlaces(gate.places, this.slot, words);
    drawPass(station, words, clock);
    byId("state", HTMLElement).dataset["state"] = this.link;
    write("state", words.say(`door.state.${this.link}`));
    write("short-code-problem", this.codeIsWrong ? words.say("door.code.wrong") : "");
    byId("short-code", HTMLInputElement).setAttribute("aria-invalid", String(this.codeIsWrong));
  }
}
