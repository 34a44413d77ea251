import type { Learned } from "./told";

/** Speaks times in the festival's zone, by the server's clock as far as we know it. */
export class Clock {
  private offsetMilliseconds = 0;
  private timeZone: string | undefined;

  /** The time of the server, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offsetMilliseconds;
  }

  /** Seconds that the server's clock is ahead of the phone's, as last measured. */
  get offsetSeconds(): number {
    return Math.round(this.offsetMilliseconds / 1_000);
  }

  /** Takes over what a sync measured, now or before the page was opened. */
  learn({ told, offsetMilliseconds }: Learned): void {
    this.offsetMilliseconds = offsetMilliseconds;
    this.timeZone = told.festival.timeZone;
  }

  /** How far the server's clock is ahead, from the phone's clock when it asked and when the answer came: half the way is taken off. */
  static offset(serverNow: string, sent: number, received: number): number {
    return Date.parse(serverNow) - (sent + received) / 2;
  }

  /** "18:04" today, "15.09, 18:04" on another day: browsers know no Kazakh names of months. */
  say(moment: string | number): string {
    const day = this.day(moment);
    return day === this.day(this.now()) ? this.hours(moment) : `${day}, ${this.hours(moment)}`;
  }

  /** "18:04", whatever the day. */
  hours(moment: string | number): string {
    return this.parts(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, ["hour", "minute"]).join(":");
  }

  private day(moment: string | number): string {
    return this.parts(moment, { day: "2-digit", month: "2-digit" }, ["day", "month"]).join(".");
  }

  private parts(moment: string | number, wanted: Intl.DateTimeFormatOptions, order: readonly Intl.DateTimeFormatPartTypes[]): string[] {
    const zone = this.timeZone ? { timeZone: this.timeZone } : {};
    const parts = new Intl.DateTimeFormat("en-GB", { ...wanted, ...zone }).formatToParts(new Date(moment));
    return order.map((type) => parts.find((part) => part.type === type)?.value ?? "");
  }
}
