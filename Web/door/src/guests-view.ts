import { byId, write } from "./dom";
import { noAnswer } from "./question-words";
import type { Server } from "./server";
import type { Words } from "./texts";

interface Found {
  readonly name: string;
  readonly shortCode: string;
  readonly party: number;
  readonly left: number;
  readonly state: string;
}

const lettersMin = 2;
const pauseMilliseconds = 350;

/** A lead's search by name. It asks the server, because no phone has a readable list, and forgets what it found when it is closed. */
export class GuestsView {
  private readonly box = byId("guests", HTMLDialogElement);
  private readonly field = byId("guests-name", HTMLInputElement);
  private readonly server: Server;
  private readonly chosen: (shortCode: string) => void;
  private slot = "";
  private words: Words;
  private late: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(server: Server, words: Words, chosen: (shortCode: string) => void, signal: AbortSignal) {
    this.server = server;
    this.words = words;
    this.chosen = chosen;
    this.field.addEventListener("input", () => this.typed(), { signal });
    this.box.addEventListener("close", () => this.forget(), { signal });
    this.box.addEventListener("click", (event) => this.press(event.target instanceof Element ? event.target.closest("button") : null), { signal });
  }

  open(slot: string, words: Words): void {
    this.slot = slot;
    this.words = words;
    this.forget();
    this.box.showModal();
    this.field.focus();
  }

  private typed(): void {
    clearTimeout(this.late);
    this.late = setTimeout(() => void this.search(), pauseMilliseconds);
  }

  private async search(): Promise<void> {
    const name = this.field.value.trim();
    const turn = ++this.asked;
    if (Array.from(name).length < lettersMin) return this.show([], name === "" ? "" : this.words.say("door.guests.letters"));
    const reply = await this.server.guests(this.slot, name);
    if (turn !== this.asked) return;
    if (reply.kind !== "ok") return this.show([], this.words.say(noAnswer(reply, "door.guests.offline")));
    const found = foundIn(reply.body);
    this.show(found, found.length === 0 ? this.words.say("door.guests.none") : "");
  }

  private show(found: readonly Found[], note: string): void {
    write("guests-note", note);
    byId("guests-list", HTMLElement).replaceChildren(...found.map((guest) => this.row(guest)));
  }

  private row({ name, shortCode, party, left, state }: Found): HTMLLIElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset["code"] = shortCode;
    button.textContent = name;
    const places = state === "confirmed" ? this.words.say("door.guests.left", { left, n: party }) : this.words.say("door.guests.no-ticket");
    item.append(button, document.createTextNode(` ${places}`));
    return item;
  }

  private press(button: HTMLButtonElement | null): void {
    if (!button) return;
    const { code } = button.dataset;
    this.box.close();
    if (code) this.chosen(code);
  }

  private forget(): void {
    clearTimeout(this.late);
    this.asked++;
    this.field.value = "";
    this.show([], "");
  }
}

/** The list itself, or wrapped as `guests`. */
function foundIn(body: unknown): readonly Found[] {
  const list = Array.isArray(body) ? body : (body as { guests?: unknown } | null)?.guests;
  return Array.isArray(list) ? (list as Found[]).filter((each) => typeof each?.name === "string" && typeof each.shortCode === "string") : [];
}
