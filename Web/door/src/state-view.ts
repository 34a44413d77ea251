import type { Clock } from "./clock";
import { byId, show, write, writeLines } from "./dom";
import { reasonOf } from "./reasons";
import { happenedAt, type KeptScan } from "./scan";
import type { Shift } from "./shift";
import type { Words } from "./texts";

/** Draws how the phone and the server stand to each other, and what the volunteer must know about it. Nothing here is nicer than it is. */
export function drawState(shift: Shift, words: Words, clock: Clock, now: number): void {
  const { state, queue } = shift;
  const waiting = queue.waitingCount;
  const kind = state.kind === "synced" && waiting > 0 ? "sending" : state.kind;
  byId("state", HTMLElement).dataset["state"] = kind;
  byId("state", HTMLElement).dataset["waiting"] = String(waiting);
  write("state", stateWords(shift, words, waiting));
  write("age", ageWords(shift.knownAt, now, words));
  show("no-room", !queue.isSaved);
  for (const id of ["aside", "aside-list"]) show(id, queue.aside.length > 0);
  write("aside", words.say("door.sync.aside", { n: queue.aside.length }));
  writeLines("aside-list", queue.aside.map((kept) => asideWords(kept, shift, words, clock)));
}

/** When, at which door and why: enough to find the guest by. */
export function asideWords({ scan, trouble }: KeptScan, { learned }: Pick<Shift, "learned">, words: Words, clock: Clock): string {
  const door = learned?.told.doors.find(({ id }) => id === scan.door);
  return [clock.say(happenedAt(scan)), door ? words.of(door.name) : scan.door, words.say(reasonOf(trouble?.code ?? ""))].join(" · ");
}

/** "synced 4 min ago": how old everything is that this phone knows. */
export function ageWords(knownAt: number | null, now: number, words: Words): string {
  if (knownAt === null) return words.say("door.age.never");
  const minutes = Math.max(0, Math.floor((now - knownAt) / 60_000));
  if (minutes < 1) return words.say("door.age.now");
  if (minutes < 120) return words.say("door.age.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? words.say("door.age.hours", { n: hours }) : words.say("door.age.days", { n: Math.floor(hours / 24) });
}

function stateWords({ state }: Shift, words: Words, waiting: number): string {
  switch (state.kind) {
    case "first": return words.say("door.sync.first");
    case "synced": return waiting > 0 ? words.say("door.sync.sending", { n: waiting }) : words.say("door.sync.synced");
    case "no-network": return words.say("door.sync.offline", { n: waiting });
    case "cannot": return words.say(`door.cannot.${state.why}`, { n: waiting, why: words.say(reasonOf(state.code)) });
  }
}
