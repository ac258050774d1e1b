import { DateTime } from 'luxon';

/** The demo store's time zone. */
export const storeTimeZone = 'Europe/Vienna';

const dayMs = 86_400_000;

/** The store's days counted back from a moment; every time is local to the store and never later than that moment. */
export class Calendar {
  /** The moment in milliseconds, its local clock read as if it were UTC. */
  private readonly nowMs: number;

  constructor(now: Date) {
    const local = DateTime.fromJSDate(now, { zone: storeTimeZone });
    this.nowMs = local.toMillis() + local.offset * 60_000;
  }

  /** `YYYY-MM-DD`, so many days before today; a negative number looks ahead. */
  date(daysAgo: number): string {
    return new Date(this.nowMs - daysAgo * dayMs).toISOString().slice(0, 10);
  }

  /** `YYYY-MM-DD hh:mm:ss`, at this second of the day so many days before today; today, what is later than now becomes now. */
  time(daysAgo: number, secondOfDay: number): string {
    const midnight = Math.floor(this.nowMs / dayMs) * dayMs;
    return this.text(midnight - daysAgo * dayMs + secondOfDay * 1000);
  }

  /** A time so many hours after another, or now where that is yet to come. */
  later(time: string, hours: number): string {
    return this.text(Date.parse(`${time.replace(' ', 'T')}Z`) + hours * 3_600_000);
  }

  /** The hours between a local time and now. */
  hoursSince(time: string): number {
    return (this.nowMs - Date.parse(`${time.replace(' ', 'T')}Z`)) / 3_600_000;
  }

  private text(ms: number): string {
    return new Date(Math.min(ms, this.nowMs)).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/** A second of the day when shops are busy: mostly evenings, never between 23 and 7 o'clock. */
export function busySecond(chance: number, spread: number): number {
  const hour = 7 + 16 * Math.max(0, Math.min(0.999, 1 - (1 - chance) ** 1.4));
  return Math.floor(hour * 3600 + spread * 900) % 82_800;
}
