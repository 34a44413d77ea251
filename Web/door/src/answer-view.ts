import { aloud, type Shown } from "./describe";
import { byId, show, write } from "./dom";
import type { Words } from "./texts";

/** The big answer that covers the page until a tap or the next scan. */
export class AnswerView {
  private readonly box = byId("answer", HTMLElement);

  constructor(dismissed: () => void, again: () => void) {
    this.box.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element && event.target.closest("#answer-again") !== null;
      return pressed ? again() : dismissed();
    });
    document.addEventListener("keydown", (event) => {
      if (!this.isShown) return;
      if (event.key === "Escape") dismissed();
      if (event.key === "Tab") this.keepFocus(event);
    });
  }

  get isShown(): boolean {
    return !this.box.hidden;
  }

  show(shown: Shown, words: Words): void {
    this.box.dataset["answer"] = shown.answer;
    this.box.dataset["scan"] = shown.scanId;
    this.box.dataset["tone"] = shown.tone;
    byId("answer-icon", SVGUseElement).setAttribute("href", `#icon-${shown.icon}`);
    write("answer-title", shown.title);
    write("answer-places", shown.places === null ? "" : words.say("door.places.number", { n: shown.places }));
    write("answer-name", shown.name ?? "");
    write("answer-detail", shown.detail);
    byId("answer-facts", HTMLElement).replaceChildren(...shown.facts.map(line));
    this.showSlot(shown, words);
    show("answer-again", shown.again);
    this.box.hidden = false;
    this.box.scrollTop = 0;
    write("said", aloud(shown, words));
  }

  hide(): void {
    if (this.box.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    this.box.hidden = true;
    delete this.box.dataset["answer"];
    delete this.box.dataset["scan"];
    write("said", "");
  }

  private showSlot({ slot, answer }: Shown, words: Words): void {
    show("answer-slot", slot !== null);
    write("answer-slot-lead", answer === "other-slot" || answer === "not-your-door" ? words.say("door.fact.ticket-for") : "");
    write("answer-slot-title", slot?.title ?? "");
    write("answer-slot-when", slot ? `${slot.when} · ${slot.venue}` : "");
  }

  /** What lies under the answer must not be reached with the keyboard. */
  private keepFocus(event: KeyboardEvent): void {
    const buttons = ["answer-again", "answer-next"].map((id) => byId(id, HTMLButtonElement)).filter((button) => !button.hidden);
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + 1) % buttons.length]?.focus();
    event.preventDefault();
  }
}

function line(text: string): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
