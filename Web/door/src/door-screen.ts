import { AnswerView } from "./answer-view";
import type { Proof } from "./answer";
import type { Clock } from "./clock";
import { describe } from "./describe";
import { byId, show, write } from "./dom";
import { Eye } from "./eye";
import { Gate, type GateAnswer } from "./gate";
import type { Judge } from "./judge";
import type { Memory } from "./memory";
import { refreshScope } from "./pass";
import { readProof, readShortCode } from "./proof";
import type { Server } from "./server";
import { Sightings } from "./sighting";
import type { Sound } from "./sound";
import type { Station } from "./station";
import { drawPass, drawPlaces, drawStation, placesMax } from "./station-view";
import type { Words } from "./texts";
import { WakeLock } from "./wake";
import { Wedge } from "./wedge";

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
  private readonly wedge = new Wedge();
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
    this.listen();
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

  private listen(): void {
    const { signal } = this.end;
    this.onChange("door-select", (id) => this.station.chooseDoor(id));
    this.onChange("slot-select", (id) => this.station.chooseSlot(id));
    this.onStep("places-less", () => this.gate.places.less());
    this.onStep("places-more", () => this.gate.places.more(placesMax(this.station.slot(this.parts.clock.now()))));
    byId("short-code-form", HTMLFormElement).addEventListener("submit", (event) => this.typed(event), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal, capture: true });
    document.addEventListener("visibilitychange", () => this.lookUp(), { signal });
    window.addEventListener("online", () => void this.refresh(), { signal });
    window.addEventListener("offline", () => this.become("no-network"), { signal });
  }

  private onChange(id: string, chosen: (value: string) => void): void {
    const select = byId(id, HTMLSelectElement);
    select.addEventListener("change", () => {
      chosen(select.value);
      // A hand scanner types on: a list that kept the focus would take its letters for a choice.
      select.blur();
      this.draw();
      const { choice } = this.station;
      if (choice) void this.parts.memory.put("choice", choice);
    }, { signal: this.end.signal });
  }

  private onStep(id: string, step: () => void): void {
    byId(id, HTMLButtonElement).addEventListener("click", () => {
      step();
      this.cameraWaitsUntil = performance.now() + stepperMilliseconds;
      this.draw();
    }, { signal: this.end.signal });
  }

  private typed(event: Event): void {
    event.preventDefault();
    const field = byId("short-code", HTMLInputElement);
    const code = readShortCode(field.value);
    this.codeIsWrong = code === null;
    this.draw();
    if (code === null || this.gate.isJudging) return;
    field.value = "";
    field.blur();
    void this.offer({ code });
  }

  private key(event: KeyboardEvent): void {
    const text = event.ctrlKey || event.altKey || event.metaKey ? null : this.wedge.press(event, performance.now());
    const inField = event.target instanceof HTMLInputElement;
    if (text === null) {
      if (this.wedge.isTyping && !inField) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    byId("short-code", HTMLInputElement).value = "";
    if (!this.gate.isJudging) void this.offer(readProof(text));
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
    const slot = this.station.slot(this.parts.clock.now());
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

  /** A page out of sight needs neither camera nor light. */
  private lookUp(): void {
    if (document.hidden) return this.eye.shut();
    void this.wakeLock.hold();
    void this.eye.open();
    void this.refresh();
  }

  private close(): void {
    this.end.abort();
    this.dismiss();
    this.eye.shut();
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
    drawPlaces(gate.places, station.slot(clock.now()), words);
    drawPass(station, words, clock);
    byId("state", HTMLElement).dataset["state"] = this.link;
    write("state", words.say(`door.state.${this.link}`));
    write("short-code-problem", this.codeIsWrong ? words.say("door.code.wrong") : "");
    byId("short-code", HTMLInputElement).setAttribute("aria-invalid", String(this.codeIsWrong));
  }
}
