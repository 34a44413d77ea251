import type { Words } from "./texts";

/** Speaks times in the festival's zone, by the server's clock as far as we know it. */
export class Clock {
  private offsetMilliseconds = 0;
  private timeZone: string | undefined;

  /** The time of the server, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offsetMilliseconds;
  }

  /** Learns the server's clock from an answer that just came. */
  learn(serverNow: string, timeZone: string): void {
    const told = Date.parse(serverNow);
    if (!Number.isNaN(told)) this.offsetMilliseconds = told - Date.now();
    this.timeZone = timeZone;
  }

  /** "18:04" today, "15 September, 18:04" on another day. */
  say(moment: string | number, words: Words): string {
    const day = (at: string | number) => this.format(at, words, { year: "numeric", month: "2-digit", day: "2-digit" });
    if (day(moment) === day(this.now())) return this.hours(moment, words);
    return `${this.format(moment, words, { day: "numeric", month: "long" })}, ${this.hours(moment, words)}`;
  }

  /** "18:04", whatever the day. */
  hours(moment: string | number, words: Words): string {
    return this.format(moment, words, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  private format(moment: string | number, words: Words, parts: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(words.locale, { ...parts, ...(this.timeZone ? { timeZone: this.timeZone } : {}) }).format(new Date(moment));
  }
}
