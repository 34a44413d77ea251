/** A hand scanner "types" faster than any person: the longest pause inside one code. */
const pauseMillisecondsMax = 80;
/** Shorter bursts are a person drumming on keys. */
const lettersMin = 8;

/** The signs of the US keyboard that a ticket's code can hold, plain and with Shift, by the place of the key. */
const plain: Readonly<Record<string, string>> = {
  Space: " ", Minus: "-", Period: ".", Slash: "/",
  NumpadAdd: "+", NumpadSubtract: "-", NumpadMultiply: "*", NumpadDivide: "/", NumpadDecimal: ".",
};
const shifted: Readonly<Record<string, string>> = { Digit4: "$", Digit5: "%", Digit8: "*", Equal: "+", Semicolon: ":", Space: " " };

export interface Key {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}

/**
 * Gathers what a hand scanner types, ended by Enter or Tab. With a Russian or Kazakh keyboard switched on the letters arrive
 * in Cyrillic; then the places of the keys tell what was meant.
 */
export class Wedge {
  private typed = "";
  private placed = "";
  private last = Number.NEGATIVE_INFINITY;

  /** True inside a burst: such a key belongs to the scanner, and must press no button. */
  get isTyping(): boolean {
    return this.typed.length > 1;
  }

  /** Takes a key; gives the code when the key ends one, else null. */
  press(key: Key, now: number): string | null {
    if (now - this.last > pauseMillisecondsMax) this.clear();
    if (key.key === "Enter" || key.key === "Tab") return this.end();
    if (key.key.length !== 1) return null;
    this.last = now;
    this.typed += key.key;
    this.placed += byPlace(key);
    return null;
  }

  private end(): string | null {
    const text = isAscii(this.typed) ? this.typed : this.placed;
    this.clear();
    return text.length >= lettersMin ? text.toUpperCase() : null;
  }

  private clear(): void {
    this.typed = "";
    this.placed = "";
  }
}

function isAscii(text: string): boolean {
  return Array.from(text).every((sign) => sign <= "~");
}

function byPlace({ code, key, shiftKey }: Key): string {
  if (code.startsWith("Key")) return code.slice(3);
  const sign = (shiftKey ? shifted : plain)[code];
  if (sign) return sign;
  return code.startsWith("Digit") || code.startsWith("Numpad") ? code.slice(-1) : key;
}
