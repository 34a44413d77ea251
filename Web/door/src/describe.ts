import type { Answer, AnswerCode, ClashCause, NotChecked } from "./answer";
import type { Clock } from "./clock";
import type { TextKey, Words } from "./texts";

export type Tone = "welcome" | "refuse" | "attention";
export type Icon = "undo" | "check" | "people" | "inside" | "elsewhere" | "clock" | "cross" | "newer" | "hourglass" | "question" | "offline";

/** An answer as a volunteer sees it: colour, icon and words say the same, so that any one of them is enough. */
export interface Shown {
  readonly answer: AnswerCode | "not-checked";
  readonly scanId: string;
  readonly tone: Tone;
  readonly icon: Icon;
  readonly title: string;
  /** How many come in now, or were taken back. */
  readonly places: number | null;
  readonly detail: string;
  readonly name: string | null;
  readonly facts: readonly string[];
  readonly slot: { readonly title: string; readonly when: string; readonly venue: string } | null;
  /** Welcome by its signature alone. */
  readonly isNew: boolean;
  /** Decided by what this phone knew, so its age is worth telling. */
  readonly isByPhone: boolean;
  /** May be asked again with a tap, after a sync. */
  readonly again: boolean;
  /** So many may come in, where not as many as wanted to; 0: nobody. */
  readonly some: number;
}

const looks: Readonly<Record<AnswerCode | "not-checked", readonly [Tone, Icon]>> = {
  "welcome": ["welcome", "check"],
  "already-inside": ["refuse", "inside"],
  "other-slot": ["attention", "elsewhere"],
  "too-early": ["attention", "clock"],
  "over": ["refuse", "clock"],
  "cancelled": ["refuse", "cross"],
  "replaced": ["attention", "newer"],
  "waiting": ["attention", "hourglass"],
  "room-full": ["attention", "people"],
  "full": ["attention", "people"],
  "ask-lead": ["attention", "people"],
  "clash": ["attention", "inside"],
  "undone": ["attention", "undo"],
  "not-undone": ["attention", "cross"],
  "other-festival": ["refuse", "elsewhere"],
  "forged": ["refuse", "cross"],
  "unreadable": ["attention", "question"],
  "unknown-key": ["refuse", "question"],
  "not-your-door": ["attention", "elsewhere"],
  "slot-cancelled": ["refuse", "cross"],
  "busy": ["attention", "offline"],
  "not-checked": ["attention", "offline"],
};

/** A clash looks as what it comes from. */
const clashes: Readonly<Record<ClashCause, readonly [Icon, TextKey, TextKey]>> = {
  "twice": ["inside", "door.answer.clash", "door.detail.clash"],
  "void": ["cross", "door.clash.void", "door.clash.void.detail"],
  "room": ["people", "door.clash.room", "door.clash.room.detail"],
};

/** What a later sync may answer otherwise. */
const mayChange: readonly AnswerCode[] = ["busy", "cancelled", "replaced", "waiting", "already-inside", "room-full", "slot-cancelled", "ask-lead"];

export function describe(verdict: Answer | NotChecked, words: Words, clock: Clock): Shown {
  const { answer, scanId } = verdict;
  const [tone, icon] = looks[answer];
  const title = words.say(`door.answer.${answer}`);
  if (verdict.answer === "not-checked") {
    const detail = words.say(`door.detail.${verdict.why}`);
    return { answer, scanId, tone, icon, title, places: null, detail, name: null, facts: [], slot: null, isNew: false, isByPhone: false, again: verdict.why !== "ended", some: 0 };
  }
  const { slot } = verdict;
  const some = someOf(verdict);
  return {
    ...(some > 0 ? wordedOfSome(verdict, some, words) : worded(verdict, words)),
    answer, scanId, some,
    // Whom it turns away for their number it does not refuse.
    tone: some > 0 ? "attention" : tone,
    places: answer === "welcome" || answer === "undone" ? verdict.places : null,
    name: verdict.name,
    facts: facts(verdict, words, clock),
    slot: slot && { title: words.of(slot.title), when: clock.say(slot.start), venue: words.of(slot.venue) },
    isNew: verdict.isNew,
    isByPhone: verdict.by === "phone",
    again: some === 0 && mayChange.includes(verdict.answer),
  };
}

/** Of a party that is too many: how many of them the ticket, or the room, still has a place for. */
function someOf({ answer, left, counts }: Answer): number {
  if (answer === "already-inside") return left ?? 0;
  if (answer !== "room-full" || !counts || counts.capacity === null) return 0;
  return Math.max(0, Math.min(left ?? 0, counts.capacity - counts.inside));
}

function wordedOfSome({ answer }: Answer, n: number, words: Words): Pick<Shown, "icon" | "title" | "detail"> {
  const why = answer === "room-full" ? "room" : "party";
  return { icon: "people", title: words.say(`door.some.${why}`, { n }), detail: words.say(`door.some.${why}.detail`) };
}

function worded({ answer, cause }: Answer, words: Words): Pick<Shown, "icon" | "title" | "detail"> {
  const [icon, title, detail] = answer === "clash" && cause ? clashes[cause] : [looks[answer][1], `door.answer.${answer}`, `door.detail.${answer}`] as const;
  return { icon, title: words.say(title), detail: words.say(detail) };
}

function facts(answer: Answer, words: Words, clock: Clock): string[] {
  const said: string[] = [];
  const { since, door, opensAt, left, party, places, code } = answer;
  const admitted = answer.answer === "welcome";
  if (answer.answer === "already-inside" && since) said.push(words.say("door.fact.since", { time: clock.say(since) }));
  if (door && !admitted) said.push(words.say("door.fact.door", { door: words.of(door) }));
  if (answer.answer === "too-early" && opensAt) said.push(words.say("door.fact.opens", { time: clock.say(opensAt) }));
  if (admitted && left) said.push(words.say("door.fact.left", { n: left }));
  if (party && party !== places) said.push(words.say("door.fact.party", { n: party }));
  if (code) said.push(words.say("door.fact.code", { code }));
  return said;
}

/** What a screen reader says: the whole answer in one breath. */
export function aloud(shown: Shown, words: Words): string {
  const people = shown.places === null ? null : words.say("door.places.number", { n: shown.places });
  const slot = shown.slot && `${shown.slot.title}, ${shown.slot.when}`;
  const isNew = shown.isNew ? words.say("door.fact.new") : null;
  const parts = [shown.title, people, shown.name, isNew, shown.detail, ...shown.facts, slot].filter((part) => part !== null);
  return parts.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(" ");
}
