import { DateTime } from 'luxon';

const form = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2}(?:\.\d+)?)?$/;

/** Whether the name is a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  return DateTime.local({ zone: name }).isValid;
}

/**
 * The instant of a wall-clock time of the store (`2025-03-30 01:59:59`, or a date alone for its midnight). A time that the clock
 * showed twice is its first showing; one that was skipped counts on from before the skip. Null for none, zero dates (MySQL's
 * own, and `0001-01-01`) and whatever is no time.
 */
export function instantOf(local: string | number | null | undefined, zone: string): Date | null {
  const text = String(local ?? '');
  if (!form.test(text) || isNoDate(text)) return null;
  const [month, date] = [twoDigits(text, 5), twoDigits(text, 8)];
  if (month === 0 || date === 0) return null;
  const day = (twoDigits(text, 0) * 100 + twoDigits(text, 2)) * 10_000 + month * 100 + date;
  const isTimed = text.length > 10;
  const hours = isTimed ? twoDigits(text, 11) : 0;
  const minutes = isTimed ? twoDigits(text, 14) : 0;
  const seconds = isTimed ? twoDigits(text, 17) : 0;
  if (hours < 24 && minutes < 60 && seconds < 60) {
    const inHour = (minutes * 60 + seconds) * 1000;
    const midnight = beganAt(zone, text, day, null);
    if (midnight !== null) return new Date(midnight + hours * 3_600_000 + inHour);
    const hour = beganAt(zone, text, day, hours);
    if (hour !== null) return new Date(hour + inHour);
  }
  const [earliest] = instantsByZone(text.slice(0, 10), isTimed ? text.slice(11, 19) : '00:00:00', zone);
  return earliest === undefined ? null : new Date(earliest);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** The instants at which a clock showed this, in milliseconds, the earliest first; none for what is no time. */
function instantsByZone(day: string, time: string, zone: string): number[] {
  const found = DateTime.fromISO(`${day}T${time}`, { zone });
  return found.isValid ? found.getPossibleOffsets().map((one) => one.toMillis()) : [];
}

/**
 * The first instants of days and of hours, in milliseconds, by zone and by what their digits make as a number, which is negative for
 * hours; null for those within which the clock was changed, and for what is no day.
 */
const begun = new Map<string, Map<number, number | null>>();
/** How many are kept; all are forgotten beyond. */
const mostBegun = 50_000;
let countBegun = 0;

/** When the day of a text, or an hour of it, began in a zone; null where the zone's rules must be asked about each of its times. */
function beganAt(zone: string, text: string, day: number, hour: number | null): number | null {
  const key = hour === null ? day : -(day * 100 + hour);
  const known = begun.get(zone)?.get(key);
  if (known !== undefined) return known;
  if (countBegun === mostBegun) begun.clear();
  countBegun = countBegun === mostBegun ? 1 : countBegun + 1;
  const ofZone = begun.get(zone) ?? new Map<number, number | null>();
  begun.set(zone, ofZone);
  const at = plainlyBegun(zone, text.slice(0, 10), hour);
  ofZone.set(key, at);
  return at;
}

function plainlyBegun(zone: string, day: string, hour: number | null): number | null {
  const of = (part: string) => (hour === null ? part : `${hour < 10 ? 0 : ''}${hour}${part.slice(2)}`);
  const [first, last] = [instantsByZone(day, of('00:00:00'), zone), instantsByZone(day, of('23:59:59'), zone)];
  const [from, to] = [first[0] ?? Number.NaN, last[0] ?? Number.NaN];
  return first.length === last.length && to - from === (hour === null ? 86_399_000 : 3_599_000) ? from : null;
}

/** The first of these that is a time of the store's clock: when a row was changed, else when it was made. */
export function firstInstant(zone: string, ...local: readonly (string | null | undefined)[]): Date | null {
  for (const one of local) {
    const instant = instantOf(one, zone);
    if (instant) return instant;
  }
  return null;
}

/** Whether a date is one of the ways to say that there is none: null, `0001-01-01`, and MySQL's own zero date. */
export function isNoDate(local: string | null | undefined): boolean {
  return !local || local.startsWith('0001-01-01') || local.startsWith('0000');
}

/** The first and the last time that a database's text can say; years of five digits would sort before those of four. */
const ends = ['0000-01-01 00:00:00', '9999-12-31 23:59:59'] as const;

/**
 * The store's wall clock at an instant, in whole seconds (begun ones count as gone): `2025-03-30 01:59:59`. What lies beyond the years
 * of four digits is the first or last of their seconds.
 */
export function wallClock(instant: Date, zone: string): string {
  const second = Math.ceil(instant.getTime() / 1000);
  // What is in force now is asked of each row of a page, at one instant.
  if (second !== told.second || zone !== told.zone) told = { second, zone, text: wallClockAt(second, zone) };
  return told.text;
}

/** The wall clock that was told last. */
let told = { second: Number.NaN, zone: '', text: '' };

function wallClockAt(second: number, zone: string): string {
  const local = DateTime.fromMillis(second * 1000, { zone });
  if (local.year < 0 || local.year > 9999) return local.year < 0 ? ends[0] : ends[1];
  return local.toFormat('yyyy-MM-dd HH:mm:ss');
}

/**
 * The least wall-clock text whose instant is not before the given one, so that `column >= text` holds for exactly the rows that
 * `instantOf` puts at or after it. It differs from the wall clock only in an hour that the clock shows for the second time.
 */
export function textFrom(instant: Date, zone: string): string {
  const text = wallClock(instant, zone);
  if (text === ends[1]) return text;
  const first = instantOf(text, zone);
  const wanted = Math.ceil(instant.getTime() / 1000);
  if (!first || first.getTime() / 1000 >= wanted) return text;
  const offset = (second: number) => DateTime.fromSeconds(second, { zone }).offset;
  let before = first.getTime() / 1000;
  let after = wanted;
  const summer = offset(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === summer) before = middle;
    else after = middle;
  }
  return DateTime.fromSeconds(after, { zone: 'utc' }).plus({ minutes: summer }).toFormat('yyyy-MM-dd HH:mm:ss');
}
