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
  if (isNoDate(day) || day?.includes('-00')) return null;
  const found = DateTime.fromISO(`${day}T${time ?? '00:00:00'}`, { zone });
  if (!found.isValid) return null;
  const earliest = found.getPossibleOffsets()[0] ?? found;
  return new Date(earliest.toMillis());
}

/** Whether a date is one of the ways to say that there is none: null, `0001-01-01`, and MySQL's own zero date. */
export function isNoDate(local: string | null | undefined): boolean {
  return !local || local.startsWith('0001-01-01') || local.startsWith('0000');
}

/** The store's wall clock at an instant, in whole seconds (begun ones count as gone): `2025-03-30 01:59:59`. */
export function wallClock(instant: Date, zone: string): string {
  return DateTime.fromMillis(Math.ceil(instant.getTime() / 1000) * 1000, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/**
 * The least wall-clock text whose instant is not before the given one, so that `column >= text` holds for exactly the rows that
 * `instantOf` puts at or after it. It differs from the wall clock only in an hour that the clock shows for the second time.
 */
export function textFrom(instant: Date, zone: string): string {
  const text = wallClock(instant, zone);
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
