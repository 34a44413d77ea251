import type { Clock } from "./clock";
import { byId, show, write } from "./dom";
import type { OtherAdmission } from "./doorkeeper";
import { noAnswer } from "./question-words";
import { happenedAt, peopleOf, type KeptScan } from "./scan";
import type { Reply } from "./server";
import type { LocalText, TextKey, Words } from "./texts";

const reasons = ["mistake", "fewer", "left"] as const;
export type Reason = (typeof reasons)[number];
/** Of a lead, who may take back for hours: all of so many minutes, and so many in any case. */
const [shownMilliseconds, shownMin] = [16 * 60_000, 30];

/** What leads see of other phones' admissions. */
interface Seen extends OtherAdmission {
  readonly at: string;
  readonly kind: string;
  readonly name: string | null;
  readonly doorName: LocalText;
}

export interface RecentParts {
  readonly own: readonly KeptScan[];
  /** Asks for everybody's; null for who may take back only what this phone scanned. */
  readonly others: (() => Promise<Reply>) | null;
  readonly isOwn: (scanId: string) => boolean;
  readonly words: Words;
  readonly clock: Clock;
}

/** The admissions that can still be taken back: this phone's own, without names, which it does not keep; for leads other phones' as well. */
export class RecentView {
  private readonly box = byId("recent", HTMLDialogElement);
  private readonly undo: (chosen: string | OtherAdmission, reason: Reason) => void;
  private others: ReadonlyMap<string, Seen> = new Map();
  private chosen: string | null = null;
  private turn = 0;

  constructor(undo: (chosen: string | OtherAdmission, reason: Reason) => void, signal: AbortSignal) {
    this.undo = undo;
    this.box.addEventListener("click", (event) => this.press(event.target instanceof Element ? event.target.closest("button") : null), { signal });
    this.box.addEventListener("close", () => this.forget(), { signal });
  }

  open(parts: RecentParts): void {
    const { own, others, words, clock } = parts;
    this.forget();
    write("recent-title", words.say("door.undo.title"));
    write("recent-empty", own.length === 0 ? words.say("door.undo.none") : "");
    byId("recent-list", HTMLElement).replaceChildren(...recentOf(own, clock.now()).map((kept) => ownRow(kept, words, clock)));
    byId("recent-reasons", HTMLElement).replaceChildren(...reasons.map((reason) => button("reason", reason, words.say(`door.undo.reason.${reason}`))));
    show("recent-others", others !== null);
    this.choose(null);
    if (!this.box.open) this.box.showModal();
    if (others) void this.showOthers(others, parts);
  }

  private async showOthers(ask: () => Promise<Reply>, { isOwn, words, clock }: RecentParts): Promise<void> {
    const { turn } = this;
    write("recent-others-note", words.say("door.undo.others-wait"));
    const reply = await ask();
    if (turn !== this.turn) return;
    const seen = reply.kind === "ok" ? seenIn(reply.body).filter((each) => !isOwn(each.scanId)) : [];
    this.others = new Map(seen.map((each) => [each.scanId, each]));
    byId("recent-others-list", HTMLElement).replaceChildren(...seen.map((each) => otherRow(each, words, clock)));
    write("recent-others-note", seen.length > 0 ? "" : words.say(noteOn(reply)));
  }

  private press(pressed: HTMLButtonElement | null): void {
    if (!pressed) return;
    const { undo, reason } = pressed.dataset;
    if (undo) return this.choose(undo);
    const chosen = this.chosen && (this.others.get(this.chosen) ?? this.chosen);
    this.box.close();
    if (reason && chosen) this.undo(chosen, reason as Reason);
  }

  private choose(scanId: string | null): void {
    this.chosen = scanId;
    show("recent-why", scanId !== null);
    show("recent-lists", scanId === null);
  }

  /** Names stay no longer than they are looked at. */
  private forget(): void {
    this.turn++;
    this.others = new Map();
    byId("recent-others-list", HTMLElement).replaceChildren();
  }
}

/** The latest first. A volunteer's are all there as long as they can be taken back. */
export function recentOf(own: readonly KeptScan[], now: number): readonly KeptScan[] {
  return own.filter(({ scan }, index) => index < shownMin || now - happenedAt(scan) < shownMilliseconds);
}

function noteOn(reply: Reply): TextKey {
  if (reply.kind === "ok") return "door.undo.others-none";
  return noAnswer(reply, "door.undo.others-offline");
}

/** What the server told of all phones, as far as somebody came in by it. */
export function seenIn(body: unknown): readonly Seen[] {
  return Array.isArray(body) ? (body as Seen[]).filter((each) => typeof each?.scanId === "string" && peopleOf(each) > 0 && each.doorName) : [];
}

function ownRow(kept: KeptScan, words: Words, clock: Clock): HTMLLIElement {
  const { scan } = kept;
  return row(scan.scanId, [clock.hours(happenedAt(scan)), kindOf(scan.kind, words), words.say("door.places.number", { n: peopleOf(kept) })], words);
}

function otherRow(seen: Seen, words: Words, clock: Clock): HTMLLIElement {
  const { scanId, at, kind, name, doorName } = seen;
  return row(scanId, [clock.hours(at), name ?? kindOf(kind, words), words.say("door.places.number", { n: peopleOf(seen) }), words.of(doorName)], words);
}

function kindOf(kind: string, words: Words): string {
  return words.say(kind === "walk-in" ? "door.undo.walk-in" : "door.undo.ticket");
}

function row(scanId: string, parts: readonly string[], words: Words): HTMLLIElement {
  const item = document.createElement("li");
  const said = parts.join(" · ");
  const undo = button("undo", scanId, words.say("door.undo"));
  undo.setAttribute("aria-label", `${words.say("door.undo")}: ${said}`);
  item.append(said, undo);
  return item;
}

function button(name: "undo" | "reason", value: string, text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset[name] = value;
  made.textContent = text;
  return made;
}
