import type { Clock } from "./clock";
import { byId, write } from "./dom";
import type { KeptScan } from "./scan";
import type { Words } from "./texts";

const reasons = ["mistake", "fewer", "left"] as const;
export type Reason = (typeof reasons)[number];
const shownMax = 30;

/** The list of this phone's own admissions that can still be taken back. It holds no names: the phone does not keep them. */
export class RecentView {
  private readonly box = byId("recent", HTMLDialogElement);
  private readonly undo: (scanId: string, reason: Reason) => void;
  private chosen: string | null = null;

  constructor(undo: (scanId: string, reason: Reason) => void, signal: AbortSignal) {
    this.undo = undo;
    this.box.addEventListener("click", (event) => this.press(event.target instanceof Element ? event.target.closest("button") : null), { signal });
  }

  open(scans: readonly KeptScan[], words: Words, clock: Clock): void {
    write("recent-title", words.say("door.undo.title"));
    write("recent-empty", scans.length === 0 ? words.say("door.undo.none") : "");
    byId("recent-list", HTMLElement).replaceChildren(...scans.slice(0, shownMax).map((kept) => row(kept, words, clock)));
    byId("recent-reasons", HTMLElement).replaceChildren(...reasons.map((reason) => button("reason", reason, words.say(`door.undo.reason.${reason}`))));
    this.choose(null);
    if (!this.box.open) this.box.showModal();
  }

  close(): void {
    this.box.close();
  }

  private press(pressed: HTMLButtonElement | null): void {
    if (!pressed) return;
    const { undo, reason } = pressed.dataset;
    if (undo) return this.choose(undo);
    if (reason && this.chosen) this.undo(this.chosen, reason as Reason);
    this.close();
  }

  private choose(scanId: string | null): void {
    this.chosen = scanId;
    byId("recent-why", HTMLElement).hidden = scanId === null;
    byId("recent-list", HTMLElement).hidden = scanId !== null;
  }
}

function row({ scan, places }: KeptScan, words: Words, clock: Clock): HTMLLIElement {
  const time = clock.hours(Date.parse(scan.scannedAt) + scan.offsetSeconds * 1_000);
  const kind = scan.kind === "walk-in" ? words.say("door.undo.walk-in") : words.say("door.undo.ticket");
  const item = document.createElement("li");
  item.append(`${time} · ${kind} · ${words.say("door.places.number", { n: places })}`, button("undo", scan.scanId, words.say("door.undo")));
  return item;
}

function button(name: "undo" | "reason", value: string, text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset[name] = value;
  made.textContent = text;
  return made;
}
