import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';

const form = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/;

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
  const match = form.exec(String(local ?? ''));
  const [, day, time] = match ?? [];
  if (!day || isNoDate(day) || day.includes('-00')) return null;
  const sinceMidnight = time === undefined ? 0 : millisecondsOf(time);
  const midnight = midnightOf(day, zone);
  if (midnight !== null && sinceMidnight !== null) return new Date(midnight + sinceMidnight);
  return instantByZone(day, time ?? '00:00:00', zone);
}

function instantByZone(day: string, time: string, zone: string): Date | null {
  const found = DateTime.fromISO(`${day}T${time}`, { zone });
  if (!found.isValid) return null;
  const earliest = found.getPossibleOffsets()[0] ?? found;
  return new Date(earliest.toMillis());
}

/** The first instants of days, in milliseconds, by zone and day; null for days that the zone's rules must be asked about. */
const midnights = new LRUCache<string, { readonly at: number | null }>({ max: 20_000 });

/** When a day began in a zone, in milliseconds; null where the clock was changed within it, and for what is no day. */
function midnightOf(day: string, zone: string): number | null {
  const key = `${day}${zone}`;
  const known = midnights.get(key);
  if (known) return known.at;
  const [first, last] = ['00:00:00', '23:59:59'].map((time) => DateTime.fromISO(`${day}T${time}`, { zone }));
  const isPlain =
    first?.isValid &&
    last?.isValid &&
    last.toMillis() - first.toMillis() === 86_399_000 &&
    first.getPossibleOffsets().length === 1 &&
    last.getPossibleOffsets().length === 1;
  const at = isPlain ? first.toMillis() : null;
  midnights.set(key, { at });
  return at;
}

/** The milliseconds of a time of day such as `01:59:59`; null where no clock shows it. */
function millisecondsOf(time: string): number | null {
  const [hours, minutes, seconds] = [Number(time.slice(0, 2)), Number(time.slice(3, 5)), Number(time.slice(6, 8))];
  return hours > 23 || minutes > 59 || seconds > 59 ? null : ((hours * 60 + minutes) * 60 + seconds) * 1000;
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
