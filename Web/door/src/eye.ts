import { Camera, type Opened } from "./camera";
import { Decoder, type Sight } from "./decoder";
import { byId, fillSelect, show, write } from "./dom";
import { Lookout } from "./lookout";
import type { TextKey, Words } from "./texts";

type Trouble = Exclude<Opened, "open"> | "no-decoder" | "restarting";
const troubles: Readonly<Record<Trouble, TextKey>> = {
  "denied": "door.camera.denied",
  "missing": "door.camera.missing",
  "taken": "door.camera.taken",
  "insecure": "door.camera.insecure",
  "no-decoder": "door.camera.no-decoder",
  "restarting": "door.camera.restarting",
};

/** A reader that died is started again by itself, unless it dies so often in so short a time. */
const restartsMax = 3;
const restartsMilliseconds = 60_000;

/** The camera part of the page: picture, reader, torch, choice of cameras, and the truth when one of them fails. */
export class Eye {
  private readonly video = byId("camera", HTMLVideoElement);
  private readonly camera = new Camera(this.video, () => this.lose());
  private readonly lookout = new Lookout();
  private readonly seen: (sight: Sight) => void;
  private decoder: Decoder | null = null;
  private state: "shut" | "starting" | "open" | Trouble = "shut";
  private wanted: string | null = null;
  private lit = false;
  private restarts: readonly number[] = [];
  private words: Words;

  constructor(words: Words, seen: (sight: Sight) => void) {
    this.words = words;
    this.seen = seen;
    byId("camera-again", HTMLButtonElement).addEventListener("click", () => void this.open());
    byId("torch", HTMLButtonElement).addEventListener("click", () => void this.light(!this.lit));
    byId("camera-select", HTMLSelectElement).addEventListener("change", (event) => {
      const select = event.currentTarget as HTMLSelectElement;
      this.wanted = select.value;
      select.blur();
      void this.open();
    });
  }

  speak(words: Words): void {
    this.words = words;
    this.draw();
  }

  async open(): Promise<void> {
    this.lookout.stop();
    this.lit = false;
    this.become("starting");
    const opened = await this.camera.open(this.wanted);
    if (opened === null) return;
    this.become(opened);
    if (opened !== "open") return;
    await this.offerCameras();
    this.look();
  }

  private look(): void {
    this.decoder ??= new Decoder();
    void this.lookout.start(this.video, this.decoder, {
      seen: this.seen,
      works: () => this.state === "restarting" && this.become("open"),
      failed: (trouble) => this.restart(trouble),
    });
  }

  private restart(trouble: unknown): void {
    console.error("The QR reader failed:", trouble);
    this.decoder?.end();
    this.decoder = null;
    const now = performance.now();
    this.restarts = [...this.restarts.filter((at) => now - at < restartsMilliseconds), now];
    const isHopeless = this.restarts.length > restartsMax;
    this.become(isHopeless ? "no-decoder" : "restarting");
    if (!isHopeless) this.look();
  }

  shut(): void {
    this.lookout.stop();
    this.camera.close();
    this.lit = false;
    this.become("shut");
  }

  private lose(): void {
    this.shut();
    this.become("taken");
  }

  private async light(on: boolean): Promise<void> {
    try {
      await this.camera.light(on);
      this.lit = on;
    } catch (trouble) {
      // Some phones promise a torch and have none; the button goes on saying "off".
      console.warn("The torch stays as it was:", trouble);
    }
    this.draw();
  }

  private async offerCameras(): Promise<void> {
    const cameras = await this.camera.choices();
    const named = cameras.map(({ deviceId, label }, index) => [deviceId, label || String(index + 1)] as const);
    fillSelect(byId("camera-select", HTMLSelectElement), named, this.camera.id ?? "");
    show("camera-choice", cameras.length > 1);
  }

  private become(state: Eye["state"]): void {
    this.state = state;
    this.draw();
  }

  private draw(): void {
    const { state } = this;
    const trouble = state === "shut" || state === "starting" || state === "open" ? null : troubles[state];
    byId("view", HTMLElement).dataset["camera"] = trouble ? "trouble" : state;
    write("camera-note", trouble ? this.words.say(trouble) : state === "starting" ? this.words.say("door.camera.starting") : "");
    show("camera-again", trouble !== null && state !== "restarting");
    show("camera-aim", state === "open");
    show("torch", state === "open" && this.camera.hasTorch);
    byId("torch", HTMLButtonElement).setAttribute("aria-pressed", String(this.lit));
  }
}
