import { byId, show, write } from "./dom";
import { Clock } from "./clock";
import { DoorScreen } from "./door-screen";
import { leave } from "./farewell";
import { label } from "./labels";
import type { Memory } from "./memory";
import { Pairing, type Paired } from "./pairing";
import { openPass } from "./pass";
import type { Server } from "./server";
import { Sound } from "./sound";
import { Station } from "./station";
import { isLanguage, languageOf, Words, type TextKey } from "./texts";

type Ask = "no-pass" | "code-refused" | "revoked" | "elsewhere";
type Screen = "ask-organizer" | "pair" | "scanning";

/** The page as a whole: which of its three screens is shown, and in which language. */
export class Page {
  private readonly memory: Memory;
  private readonly server: Server;
  private readonly pairing: Pairing;
  private readonly sound = new Sound();
  private readonly clock = new Clock();
  private words = new Words("kk");
  private door: DoorScreen | null = null;
  private asking: Ask = "no-pass";
  private pairingTrouble: TextKey | null = null;

  constructor(memory: Memory, server: Server) {
    this.memory = memory;
    this.server = server;
    this.pairing = new Pairing(memory, server);
  }

  async open(code: string | null): Promise<void> {
    this.listen();
    this.speak(new Words((await this.memory.get("language")) ?? languageOf(navigator.languages)));
    if (code) await this.pairing.begin(code);
    if (await this.pairing.isPending()) this.turnTo("pair");
    else await this.work("no-pass");
  }

  private listen(): void {
    byId("pair", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.pair();
    });
    byId("language", HTMLSelectElement).addEventListener("change", (event) => void this.choose(event.currentTarget as HTMLSelectElement));
    const wake = () => void this.sound.wake().then(() => show("sound-on", !this.sound.isOn));
    for (const touch of ["pointerup", "keydown"]) document.addEventListener(touch, wake);
    show("sound-on", !this.sound.isOn);
    show("not-kept", !this.memory.lasts);
  }

  private async choose(select: HTMLSelectElement): Promise<void> {
    const language = select.value;
    select.blur();
    if (!isLanguage(language)) return;
    this.speak(new Words(language));
    await this.memory.put("language", language);
  }

  private speak(words: Words): void {
    const name = byId("device-name", HTMLInputElement);
    const before = this.words.say("door.pair.name-default");
    if (name.value === "" || name.value === before) name.value = words.say("door.pair.name-default");
    this.words = words;
    byId("language", HTMLSelectElement).value = words.language;
    label(words);
    write("ask-why", words.say(`door.ask.${this.asking}`));
    write("pair-trouble", this.pairingTrouble ? words.say(this.pairingTrouble) : "");
    this.door?.speak(words);
  }

  private async pair(): Promise<void> {
    const start = byId("pair-start", HTMLButtonElement);
    start.disabled = true;
    write("pair-start", this.words.say("door.pair.wait"));
    const name = byId("device-name", HTMLInputElement).value.trim() || this.words.say("door.pair.name-default");
    const paired = await this.pairing.ask(name);
    start.disabled = false;
    write("pair-start", this.words.say("door.pair.start"));
    await this.afterPairing(paired);
  }

  private async afterPairing(paired: Paired): Promise<void> {
    this.pairingTrouble = paired === "no-network" || paired === "server" ? `door.pair.${paired}` : null;
    write("pair-trouble", this.pairingTrouble ? this.words.say(this.pairingTrouble) : "");
    // A used link opened again on a phone that already has its pass: it simply goes on working.
    if (!this.pairingTrouble) await this.work("code-refused");
  }

  /** Goes to the door with the pass that the phone has; without one, says whom to ask. */
  private async work(otherwise: Ask): Promise<void> {
    const token = await openPass(this.memory);
    if (token === null) return this.ask(otherwise);
    // Without it a browser may make room by deleting what waits to be handed in.
    void navigator.storage?.persist?.();
    const { memory, clock, sound } = this;
    const station = new Station(await memory.get("choice"));
    const parts = { memory, clock, sound, server: this.server.as(token), revoked: () => void this.revoked() };
    const door = await DoorScreen.prepare(parts, station, this.words);
    this.door = door;
    if ((await memory.get("ending")) === "revoked") return this.revoked();
    this.turnTo("scanning");
    await door.open();
  }

  /** Hands in what waits; then nothing is left on the phone. */
  private async revoked(): Promise<void> {
    const { door } = this;
    this.door = null;
    this.ask("revoked");
    await door?.shift.end((waiting) => write("ask-waiting", waiting > 0 ? this.words.say("door.ask.handing-in", { n: waiting }) : ""));
    await leave();
    write("ask-waiting", this.words.say("door.ask.wiped"));
    document.body.dataset["wiped"] = "yes";
  }

  /** Two pages of one phone would each know only their own scans: the one opened last works, the other rests. */
  displace(): void {
    this.door?.rest();
    this.ask("elsewhere");
  }

  /** Nobody is being scanned, so that the page may be exchanged. */
  isIdle(milliseconds: number): boolean {
    return this.door === null || this.door.isIdle(milliseconds);
  }

  private ask(why: Ask): void {
    this.asking = why;
    byId("ask-organizer", HTMLElement).dataset["reason"] = why;
    write("ask-why", this.words.say(`door.ask.${why}`));
    this.turnTo("ask-organizer");
  }

  private turnTo(screen: Screen): void {
    for (const each of ["ask-organizer", "pair", "scanning"] as const) show(each, each === screen);
    document.body.dataset["screen"] = screen;
  }
}
