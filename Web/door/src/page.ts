import { byId, closeDialogs, show, write } from "./dom";
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

type Ask = "no-pass" | "code-refused" | "revoked" | "elsewhere" | "unreadable";
type Screen = "ask-organizer" | "pair" | "scanning";

/** So long whoever types may look up. */
const typingMilliseconds = 60_000;

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
  private isDisplaced = false;
  private isLeaving = false;
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(memory: Memory, server: Server) {
    this.memory = memory;
    this.server = server;
    this.pairing = new Pairing(memory, server);
  }

  /** Whatever goes wrong, some screen is shown, and says so. */
  async open(code: string | null): Promise<void> {
    this.listen();
    try {
      await this.begin(code);
    } catch (trouble) {
      this.fail(trouble);
    }
  }

  private async begin(code: string | null): Promise<void> {
    this.speak(new Words((await this.memory.get("language")) ?? languageOf(navigator.languages)));
    if (code) await this.pairing.begin(code);
    if (this.isDisplaced) return this.ask("elsewhere");
    if (!(await this.pairing.isPending())) return this.work("no-pass");
    show("pair-later", await this.pairing.hasPass());
    this.turnTo("pair");
  }

  private fail(trouble: unknown): void {
    console.error("The page cannot go on:", trouble);
    this.ask("unreadable");
  }

  private listen(): void {
    byId("pair", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.pair();
    });
    byId("pair", HTMLFormElement).addEventListener("input", () => (this.typedAt = performance.now()));
    byId("pair-later", HTMLButtonElement).addEventListener("click", () => void this.pairLater());
    byId("language", HTMLSelectElement).addEventListener("change", (event) => void this.choose(event.currentTarget as HTMLSelectElement));
    const wake = () => void this.sound.wake().then(() => show("sound-on", !this.sound.isOn));
    for (const touch of ["pointerup", "keydown"]) document.addEventListener(touch, wake);
    show("sound-on", !this.sound.isOn);
    show("not-kept", !this.memory.lasts);
    window.addEventListener("beforeunload", (event) => {
      if (this.isKeptHereOnly) event.preventDefault();
    });
  }

  /** A door link that was opened in this very tab. True when the page may be loaded anew for it. */
  mayFollowLink(): boolean {
    if (this.isKeptHereOnly) this.door?.tell("door.state.stay");
    return !this.isKeptHereOnly;
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

  /** A link needs a network; a phone that has a pass goes on without, and asks about its code at the next opening. */
  private async pairLater(): Promise<void> {
    const buttons = pairButtons();
    for (const each of buttons) each.disabled = true;
    try {
      await this.work("no-pass");
    } catch (trouble) {
      this.fail(trouble);
    } finally {
      for (const each of buttons) each.disabled = false;
    }
  }

  private async pair(): Promise<void> {
    const buttons = pairButtons();
    for (const each of buttons) each.disabled = true;
    write("pair-start", this.words.say("door.pair.wait"));
    const name = byId("device-name", HTMLInputElement).value.trim() || this.words.say("door.pair.name-default");
    try {
      await this.afterPairing(await this.pairing.ask(name));
    } catch (trouble) {
      this.fail(trouble);
    } finally {
      for (const each of buttons) each.disabled = false;
      write("pair-start", this.words.say("door.pair.start"));
    }
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
    if (token === null) return this.ask(this.memory.isUnreadable ? "unreadable" : otherwise);
    // Without it a browser may make room by deleting what waits to be handed in.
    void navigator.storage?.persist?.();
    const { memory, clock, sound } = this;
    const station = new Station(await memory.get("choice"));
    const parts = { memory, clock, sound, server: this.server.as(token), revoked: () => void this.revoked() };
    const door = await DoorScreen.prepare(parts, station, this.words);
    this.door = door;
    if ((await memory.get("ending")) === "revoked") return this.revoked();
    if (this.isDisplaced) return this.displace();
    show("not-read", memory.isUnreadable);
    show("not-kept", !memory.lasts);
    this.turnTo("scanning");
    await door.open();
  }

  /** Hands in what waits; then nothing is left on the phone. */
  private async revoked(): Promise<void> {
    const { door } = this;
    this.isLeaving = true;
    this.ask("revoked");
    try {
      const next = await this.pairing.pendingCode();
      await this.sayGoodbye(door);
      write("ask-waiting", this.words.say("door.ask.wiped"));
      document.body.dataset["wiped"] = "yes";
      // As if the link were opened now: the page is loaded anew for it.
      if (next !== null) location.hash = encodeURIComponent(next);
    } catch (trouble) {
      console.error("Something stays on the phone:", trouble);
      write("ask-waiting", this.words.say("door.ask.not-wiped"));
    } finally {
      this.door = null;
      this.isLeaving = false;
    }
  }

  /** Whatever of it fails, the rest goes all the same. */
  private async sayGoodbye(door: DoorScreen | null): Promise<void> {
    try {
      await door?.shift.end((waiting) => write("ask-waiting", waiting > 0 ? this.words.say("door.ask.handing-in", { n: waiting }) : ""));
    } finally {
      await leave();
    }
  }

  /** Two pages of one phone would each know only their own scans: the one opened last works, the other rests. */
  displace(): void {
    this.isDisplaced = true;
    if (this.isLeaving) return;
    this.door?.rest();
    this.ask("elsewhere");
  }

  /** Nobody is being scanned and nothing is lost by it, so that the page may be exchanged. */
  isIdle(milliseconds: number): boolean {
    if (this.isLeaving) return false;
    // What is being typed is not in the database yet.
    return this.door?.isIdle(milliseconds) ?? (this.memory.lasts && performance.now() - this.typedAt > Math.max(milliseconds, typingMilliseconds));
  }

  private get isKeptHereOnly(): boolean {
    return this.door?.isKeptHereOnly === true;
  }

  private ask(why: Ask): void {
    this.asking = why;
    byId("ask-organizer", HTMLElement).dataset["reason"] = why;
    write("ask-why", this.words.say(`door.ask.${why}`));
    this.turnTo("ask-organizer");
  }

  private turnTo(screen: Screen): void {
    for (const each of ["ask-organizer", "pair", "scanning"] as const) show(each, each === screen);
    closeDialogs();
    document.body.dataset["screen"] = screen;
  }
}

function pairButtons(): readonly HTMLButtonElement[] {
  return ["pair-start", "pair-later"].map((id) => byId(id, HTMLButtonElement));
}
