import { byId } from "./dom";
import { Wedge } from "./wedge";

/** What a volunteer and the phone itself can do to the door screen. */
export interface DoorActions {
  chooseDoor(id: string): void;
  chooseSlot(id: string): void;
  fewerPlaces(): void;
  morePlaces(): void;
  walkIn(): void;
  openRecent(): void;
  openGuests(): void;
  openClashes(): void;
  confirmClashes(): void;
  /** True when the text was a short code, and is being checked. */
  typeCode(text: string): boolean;
  /** A hand scanner read something. */
  scanByHand(text: string): void;
  hide(): void;
  comeBack(): void;
  joinNetwork(): void;
  leaveNetwork(): void;
}

/** Listens to everything that can be pressed, chosen or typed on the door screen, until the signal. */
export function listen(actions: DoorActions, signal: AbortSignal): void {
  onChoice("door-select", (id) => actions.chooseDoor(id), signal);
  onChoice("slot-select", (id) => actions.chooseSlot(id), signal);
  const taps: Readonly<Record<string, () => void>> = {
    "places-less": () => actions.fewerPlaces(), "places-more": () => actions.morePlaces(), "walk-in": () => actions.walkIn(),
    "recent-open": () => actions.openRecent(), "guests-open": () => actions.openGuests(),
    "clashes-open": () => actions.openClashes(), "clashes-seen": () => actions.confirmClashes(),
  };
  for (const [id, tapped] of Object.entries(taps)) byId(id, HTMLButtonElement).addEventListener("click", tapped, { signal });
  listenToCode(actions, signal);
  listenToHandScanner(actions, signal);
  document.addEventListener("visibilitychange", () => (document.hidden ? actions.hide() : actions.comeBack()), { signal });
  window.addEventListener("online", () => actions.joinNetwork(), { signal });
  window.addEventListener("offline", () => actions.leaveNetwork(), { signal });
}

function onChoice(id: string, chosen: (value: string) => void, signal: AbortSignal): void {
  const select = byId(id, HTMLSelectElement);
  select.addEventListener("change", () => {
    // A hand scanner types on: a list that kept the focus would take its letters for a choice.
    select.blur();
    chosen(select.value);
  }, { signal });
}

function listenToCode(actions: DoorActions, signal: AbortSignal): void {
  const field = byId("short-code", HTMLInputElement);
  byId("short-code-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (!actions.typeCode(field.value)) return;
    field.value = "";
    field.blur();
  }, { signal });
}

function listenToHandScanner(actions: DoorActions, signal: AbortSignal): void {
  const wedge = new Wedge();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const text = wedge.press(event, performance.now());
    const inField = event.target instanceof HTMLInputElement;
    if (text !== null) {
      // Its Enter must send no form and press no button.
      event.preventDefault();
      event.stopPropagation();
      byId("short-code", HTMLInputElement).value = "";
      actions.scanByHand(text);
    } else if (wedge.isTyping && !inField) {
      event.preventDefault();
    }
  }, { signal, capture: true });
}
