import type { Clock } from "./clock";
import { byId, show, write } from "./dom";
import type { Gate } from "./gate";
import type { Shift } from "./shift";
import { drawState } from "./state-view";
import type { Station } from "./station";
import { drawPass, drawPlaces, drawStation } from "./station-view";
import type { ToldSlot } from "./told";
import type { TextKey, Words } from "./texts";

export interface DoorFacts {
  readonly station: Station;
  readonly words: Words;
  readonly gate: Gate;
  readonly slot: ToldSlot | null;
  readonly shift: Shift;
  readonly clock: Clock;
  readonly note: TextKey | null;
  readonly codeIsWrong: boolean;
}

/** Draws all of the door screen but the camera and the answer. */
export function drawDoor({ station, words, gate, slot, shift, clock, note, codeIsWrong }: DoorFacts): void {
  drawStation(station, slot && shift.keeper.tallies.of(slot.id), words, clock);
  drawPlaces(gate.places, words);
  drawPass(station, words, clock);
  drawState(shift, words, clock, Date.now());
  show("walk-in", slot !== null);
  show("guests-open", station.isLead && slot !== null);
  show("clashes-open", station.isLead);
  const { clashCount } = shift.queue;
  for (const id of ["clashes", "clashes-seen"]) show(id, clashCount > 0);
  write("clashes", words.say("door.sync.clashes", { n: clashCount }));
  show("note", note !== null);
  write("note", note ? words.say(note) : "");
  write("short-code-problem", codeIsWrong ? words.say("door.code.wrong") : "");
  byId("short-code", HTMLInputElement).setAttribute("aria-invalid", String(codeIsWrong));
}
