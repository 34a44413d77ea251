import type { Counts } from "./answer";
import type { Clock } from "./clock";
import { byId, fillSelect, show, write } from "./dom";
import { partyMax, type Places } from "./places";
import { windowAt, type Window } from "./scope";
import type { Station } from "./station";
import type { TextKey, Words } from "./texts";
import type { ToldSlot } from "./told";

const windows: Readonly<Record<Window, TextKey>> = { before: "door.slot.opens", open: "door.slot.open", closed: "door.slot.closed" };

/** Draws where the phone stands: door, slot, times and the counter. */
export function drawStation(station: Station, counts: Counts | null, words: Words, clock: Clock): void {
  const { door, doors } = station;
  const slot = station.slot(clock.now());
  show("door-choice", doors.length > 1);
  fillSelect(byId("door-select", HTMLSelectElement), doors.map(({ id, name }) => [id, words.of(name)]), door?.id ?? "");
  const slots = [...(door?.slots ?? [])].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  fillSelect(byId("slot-select", HTMLSelectElement), slots.map((each) => [each.id, slotName(each, words, clock)]), slot?.id ?? "");
  show("slot-choice", slot !== null);
  write("slot-when", slot ? `${words.of(slot.venue)} · ${span(slot, clock)}` : words.say("door.slot.none"));
  write("slot-window", slot ? windowWords(slot, words, clock) : "");
  byId("slot-window", HTMLElement).dataset["window"] = slot && !slot.cancelled ? windowAt(slot, clock.now()) : "closed";
  drawCounter(counts, slot, words);
}

export function drawPlaces(places: Places, words: Words): void {
  const { value } = places;
  write("places-value", value === null ? words.say("door.places.whole") : words.say("door.places.number", { n: value }));
  byId("places", HTMLElement).dataset["places"] = value === null ? "whole" : String(value);
  byId("places-less", HTMLButtonElement).disabled = value === null;
  byId("places-more", HTMLButtonElement).disabled = value !== null && value >= partyMax;
}

export function drawPass(station: Station, words: Words, clock: Clock): void {
  const device = station.learned?.told.device;
  write("pass-note", device ? words.say("door.state.pass", { name: device.name, time: clock.say(device.validUntil) }) : "");
}

function slotName(slot: ToldSlot, words: Words, clock: Clock): string {
  const cancelled = slot.cancelled ? ` · ${words.say("door.slot.cancelled")}` : "";
  return `${clock.say(slot.start)} · ${words.of(slot.title)}${cancelled}`;
}

function span(slot: ToldSlot, clock: Clock): string {
  return `${clock.say(slot.start)}–${clock.hours(slot.end)}`;
}

function windowWords(slot: ToldSlot, words: Words, clock: Clock): string {
  if (slot.cancelled) return words.say("door.slot.cancelled");
  const window = windowAt(slot, clock.now());
  const time = clock.say(window === "before" ? slot.doorOpens : slot.doorCloses);
  return words.say(windows[window], { time });
}

function drawCounter(counts: Counts | null, slot: ToldSlot | null, words: Words): void {
  const capacity = counts ? counts.capacity : (slot?.capacity ?? null);
  const unknown = words.say("door.counter.unknown");
  number("inside", counts?.inside ?? null, unknown);
  number("taken", counts?.taken ?? null, unknown);
  number("capacity", capacity, unknown);
  write("capacity-label", words.say(slot && capacity === null ? "door.counter.open-entrance" : "door.counter.capacity"));
  const whole = capacity ?? counts?.taken ?? 0;
  bar("taken-bar", counts?.taken ?? 0, whole);
  bar("inside-bar", counts?.inside ?? 0, whole);
}

/** A dash for what nobody told us yet: a screen reader says it in words. */
function number(id: string, value: number | null, unknown: string): void {
  write(`${id}-count`, value === null ? "–" : String(value));
  const spoken = byId(`${id}-count`, HTMLElement);
  if (value === null) spoken.setAttribute("title", unknown);
  else spoken.removeAttribute("title");
}

function bar(id: string, part: number, whole: number): void {
  byId(id, SVGRectElement).setAttribute("width", String(whole > 0 ? Math.min(100, (100 * part) / whole) : 0));
}
