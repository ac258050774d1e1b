import { instantOf } from '../store-time.js';

/** Everything that is a date is after this; Zen Cart's zero dates, which mean none, are not. */
export const zeroDates = '0001-01-01 00:00:00';

/** Whether a date is one of Zen Cart's ways to say that there is none: null, `0001-01-01`, and MySQL's own zero date. */
export function isNoDate(local: string | null | undefined): boolean {
  return !local || local.startsWith('0001-01-01') || local.startsWith('0000');
}

/** The instant of a wall-clock time of the store; null for none. */
export function momentOf(local: string | null | undefined, zone: string): Date | null {
  return isNoDate(local) ? null : instantOf(local, zone);
}
