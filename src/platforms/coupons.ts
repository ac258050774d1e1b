import { DateTime } from 'luxon';
import type { CouponKind } from '../model/coupon.js';
import { instantOf, isNoDate } from './store-time.js';

/** A limit as stores keep it, where 0 or nothing means none. */
export function limitOf(held: string | number | null | undefined): number | null {
  const limit = Math.trunc(Number(held ?? 0));
  return limit > 0 ? limit : null;
}

/** A count as stores keep it, nothing counting as 0. */
export function countOf(held: string | number | null | undefined): number {
  return limitOf(held) ?? 0;
}

/** How often something can still be used that was used so often. */
export function usesLeft(limit: number | null, used: number): number | null {
  return limit === null ? null : Math.max(0, limit - used);
}

/** The kind of a coupon; one that takes off nothing sends for nothing, or does nothing that the platform knows of. */
export function kindOf(
  kind: CouponKind,
  does: { readonly takesOff: boolean; readonly freeShipping: boolean },
): CouponKind {
  if (does.takesOff) return kind;
  return does.freeShipping ? 'FREE_SHIPPING' : 'OTHER';
}

/** The midnight at which the day of a local time ends, for what holds the whole of its last day; null for none. */
export function dayEnd(local: string | number | null, zone: string): Date | null {
  const day = String(local ?? '').slice(0, 10);
  if (isNoDate(day)) return null;
  const next = DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 });
  return next.isValid ? instantOf(next.toISODate(), zone) : null;
}
