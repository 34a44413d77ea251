import { byId, write } from "./dom";
import type { TextKey, Words } from "./texts";

/** The words that stand on the page whatever happens: element, text. */
const labels: Readonly<Record<string, TextKey>> = {
  "page-name": "door.page",
  "language-label": "door.language",
  "ask-title": "door.ask.title",
  "pair-title": "door.pair.title",
  "pair-intro": "door.pair.intro",
  "device-name-label": "door.pair.name",
  "device-name-hint": "door.pair.name-hint",
  "pair-start": "door.pair.start",
  "pair-later": "door.pair.later",
  "scanning-title": "door.page",
  "door-label": "door.choose.door",
  "slot-label": "door.choose.slot",
  "camera-label": "door.choose.camera",
  "camera-aim": "door.camera.aim",
  "camera-again": "door.camera.again",
  "torch-label": "door.camera.torch",
  "sound-on": "door.state.sound-off",
  "not-kept": "door.state.not-kept",
  "not-read": "door.state.not-read",
  "checking": "door.state.checking",
  "inside-label": "door.counter.inside",
  "taken-label": "door.counter.taken",
  "places-label": "door.places.label",
  "short-code-label": "door.code.label",
  "short-code-check": "door.code.check",
  "walk-in-label": "door.walk-in",
  "recent-open-label": "door.undo",
  "guests-open-label": "door.guests",
  "clashes-open-label": "door.clashes",
  "clashes-seen": "door.sync.clashes-seen",
  "guests-title": "door.guests",
  "guests-label": "door.guests.name",
  "guests-close": "door.close",
  "recent-others-title": "door.undo.others",
  "recent-why-label": "door.undo.why",
  "recent-close": "door.close",
  "no-room": "door.sync.no-room",
  "answer-new-label": "door.fact.new",
  "answer-undo": "door.undo.this",
  "answer-again": "door.again",
  "answer-next": "door.next",
};

/** Names of things that show a sign or a picture and no words. */
const names: Readonly<Record<string, TextKey>> = {
  "camera": "door.camera.title",
  "places-less": "door.places.less",
  "places-more": "door.places.more",
};

export function label(words: Words): void {
  document.documentElement.lang = words.language;
  document.title = `${words.say("door.page")} · Esik`;
  for (const [id, key] of Object.entries(labels)) write(id, words.say(key));
  for (const [id, key] of Object.entries(names)) byId(id, HTMLElement).setAttribute("aria-label", words.say(key));
}
