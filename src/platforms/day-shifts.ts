import { DateTime } from 'luxon';
import { textFrom } from './store-time.js';

/** For how long two clocks differ by as many minutes. */
export interface Piece {
  /** Up to before this time of the first clock; null for the last piece. */
  readonly until: string | null;
  /** Minutes by which the second clock is ahead of the first. */
  readonly ahead: number;
}

/** By how much the clock of one zone is ahead of another's between two instants. */
export function piecesBetween(from: Date, to: Date, zone: string, target: string): readonly Piece[] {
  const aheadAt = (at: number) => {
    const offset = (of: string) => DateTime.fromMillis(at, { zone: of }).offset;
    return offset(target) - offset(zone);
  };
  if (zone === target) return [{ until: null, ahead: 0 }];
  const day = 86_400_000;
  const pieces: Piece[] = [];
  let ahead = aheadAt(from.getTime());
  for (let at = from.getTime(); at < to.getTime(); at += day) {
    const next = Math.min(at + day, to.getTime());
    if (aheadAt(next) === ahead) continue;
    let [before, after] = [at, next];
    while (after - before > 1_000) {
      const middle = Math.floor((before + after) / 2_000) * 1_000;
      if (middle <= before) break;
      if (aheadAt(middle) === ahead) before = middle;
      else after = middle;
    }
    pieces.push({ until: textFrom(new Date(after), zone), ahead });
    ahead = aheadAt(next);
  }
  return [...pieces, { until: null, ahead }];
}

/** A day some days after another, both as `2025-03-30`. */
export function dayAfter(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? day;
}
