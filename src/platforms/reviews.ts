import { Big } from 'big.js';
import type { ReviewStatus } from '../model/review.js';
import { type DecimalCell, decimalOrNull, plainDecimal } from './decimals.js';
import type { Condition } from './listing.js';

/** A rating out of 5, with at most two decimals; null where none was given (0), and for what is none. */
export function ratingOf(held: DecimalCell | null | undefined): string | null {
  const rating = decimalOrNull(held);
  return rating?.gt(0) && rating.lte(5) ? plainDecimal(rating.round(2, Big.roundHalfUp)) : null;
}

/** Whether a review is shown, where a platform knows no others but those that are not shown yet. */
export function shownOrPending(shown: number | null): ReviewStatus {
  return shown === 1 ? 'APPROVED' : 'PENDING';
}

/** Reviews of a status, in the same platforms; `shown` is the filter over their switch. */
export function inStatus<View, Query>(shown: Condition<View, Query, boolean>): Condition<View, Query, ReviewStatus> {
  return (query, status, view) => (status === 'REJECTED' ? null : shown(query, status === 'APPROVED', view));
}
