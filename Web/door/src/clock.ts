import type { Learned } from "./told";

/** Speaks times in the festival's zone, by the server's clock as far as we know it. */
export class Clock {
  private offsetMilliseconds = 0;
  private timeZone: string | undefined;
  private formats = formatsIn(undefined);

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
    if (this.timeZone === told.festival.timeZone) return;
    this.timeZone = told.festival.timeZone;
    this.formats = formatsIn(this.timeZone);
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
    return parts(this.formats.hours, moment, ["hour", "minute"]).join(":");
  }

  private day(moment: string | number): string {
    return parts(this.formats.day, moment, ["day", "month"]).join(".");
  }
}

/** Making a format takes longer than all the rest of saying a time: they are made once. */
function formatsIn(timeZone: string | undefined): Readonly<Record<"hours" | "day", Intl.DateTimeFormat>> {
  const zone = timeZone ? { timeZone } : {};
  return {
    hours: new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone }),
    day: new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "2-digit", ...zone }),
  };
}

function parts(format: Intl.DateTimeFormat, moment: string | number, order: readonly Intl.DateTimeFormatPartTypes[]): string[] {
  const parts = format.formatToParts(new Date(moment));
  return order.map((type) => parts.find((part) => part.type === type)?.value ?? "");
}
