import { aloud, type Shown } from "./describe";
import { afterPaint, byId, show, showIcon, write } from "./dom";
import type { TextKey, Words } from "./texts";

/** What a number of people can be chosen for: all of them together, and one. */
const numbers: Readonly<Record<"fewer" | "some", readonly [TextKey, TextKey]>> = {
  fewer: ["door.fewer", "door.fewer.only"],
  some: ["door.some", "door.some.only"],
};

export interface AnswerTaps {
  dismissed(): void;
  again(): void;
  /** Nobody comes in after all. */
  undo(): void;
  /** Only so many of them come in now. */
  fewer(places: number): void;
  /** So many of those who were too many come in. */
  some(places: number): void;
}

/** The big answer that covers the page until a tap or the next scan. */
export class AnswerView {
  private readonly box = byId("answer", HTMLElement);
  private readonly told = byId("answer-told", HTMLElement);
  private isScrolled = false;

  constructor(taps: AnswerTaps) {
    const { dismissed } = taps;
    this.box.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.id === "answer-again") taps.again();
      else if (button?.id === "answer-undo") taps.undo();
      else if (button?.dataset["fewer"]) taps.fewer(Number(button.dataset["fewer"]));
      else if (button?.dataset["some"]) taps.some(Number(button.dataset["some"]));
      else dismissed();
    });
    this.told.addEventListener("scroll", () => (this.isScrolled = this.told.scrollTop > 0));
    document.addEventListener("keydown", (event) => {
      if (!this.isShown) return;
      if (event.key === "Escape") dismissed();
      if (event.key === "Tab") this.keepFocus(event);
    });
  }

  get isShown(): boolean {
    return !this.box.hidden;
  }

  /** `age`: how old the knowledge is, in words. `mayUndo`: this phone let them in just now. */
  show(shown: Shown, words: Words, age: string, mayUndo: boolean): void {
    this.box.dataset["answer"] = shown.answer;
    this.box.dataset["scan"] = shown.scanId;
    this.box.dataset["tone"] = shown.tone;
    showIcon("answer-icon", shown.icon);
    write("answer-title", shown.title);
    write("answer-places", shown.places === null ? "" : words.say("door.places.number", { n: shown.places }));
    write("answer-name", shown.name ?? "");
    write("answer-detail", shown.detail);
    byId("answer-facts", HTMLElement).replaceChildren(...shown.facts.map(line));
    this.showSlot(shown, words);
    show("answer-again", shown.again);
    show("answer-undo", mayUndo);
    show("answer-new", shown.isNew);
    write("answer-age", shown.isByPhone ? age : "");
    if (shown.some > 0) this.offer("some", shown.some, words);
    else this.offer("fewer", mayUndo ? (shown.places ?? 0) - 1 : 0, words);
    this.box.hidden = false;
    // Asking the browser to scroll makes it lay out the page at once, while a guest waits.
    if (this.isScrolled) this.told.scrollTop = 0;
    afterPaint(() => this.say(shown, words));
  }

  wait(isWaiting: boolean, words: Words): void {
    byId("answer-again", HTMLButtonElement).disabled = isWaiting;
    write("answer-again", words.say(isWaiting ? "door.state.checking" : "door.again"));
  }

  hide(): void {
    if (this.box.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    this.box.hidden = true;
    delete this.box.dataset["answer"];
    delete this.box.dataset["scan"];
    write("said", "");
  }

  private say(shown: Shown, words: Words): void {
    if (this.box.dataset["scan"] === shown.scanId) write("said", aloud(shown, words));
  }

  /** A button for each number of people up to `most`. */
  private offer(what: keyof typeof numbers, most: number, words: Words): void {
    show("answer-numbers", most > 0);
    write("answer-numbers-label", words.say(numbers[what][0]));
    const buttons = Array.from({ length: Math.max(0, most) }, (_, index) => numberButton(what, most - index, words));
    byId("answer-numbers-buttons", HTMLElement).replaceChildren(...buttons);
  }

  private showSlot({ slot, answer }: Shown, words: Words): void {
    show("answer-slot", slot !== null);
    write("answer-slot-lead", answer === "other-slot" || answer === "not-your-door" ? words.say("door.fact.ticket-for") : "");
    write("answer-slot-title", slot?.title ?? "");
    write("answer-slot-when", slot ? `${slot.when} · ${slot.venue}` : "");
  }

  /** What lies under the answer must not be reached with the keyboard; what is told, where it must be scrolled. */
  private keepFocus(event: KeyboardEvent): void {
    const buttons = Array.from(this.box.querySelectorAll("button")).filter((button) => button.offsetParent !== null);
    const stops: HTMLElement[] = this.told.scrollHeight > this.told.clientHeight ? [this.told, ...buttons] : buttons;
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops.at(event.shiftKey ? Math.max(at, 0) - 1 : (at + 1) % stops.length)?.focus();
    event.preventDefault();
  }
}

function line(text: string): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function numberButton(what: keyof typeof numbers, places: number, words: Words): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset[what] = String(places);
  button.textContent = String(places);
  button.setAttribute("aria-label", words.say(numbers[what][1], { n: places }));
  return button;
}
