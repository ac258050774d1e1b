import type { Big } from 'big.js';
import type { FinancialStatus, FulfillmentStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';

/** What an order's rows say of its payments, in the order's currency. */
export interface Paying {
  readonly state: OrderState;
  /** Whether the order's status says that it is paid, which modules set that record no payment. */
  readonly markedPaid: boolean;
  readonly total: Big;
  readonly paid: Big;
  readonly refunded: Big;
}

/** How far an order is paid. */
export function financialStatusOf({ state, markedPaid, total, paid, refunded }: Paying): FinancialStatus {
  if (state === 'REFUNDED') return 'REFUNDED';
  const settled = paid.gt(0) ? paid : markedPaid ? total : null;
  if (!settled) {
    if (state === 'CANCELLED' || state === 'FAILED') return 'VOIDED';
    return total.lte(0) ? 'PAID' : 'PENDING';
  }
  if (refunded.gt(0)) return refunded.gte(settled) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  return settled.gte(total) ? 'PAID' : 'PARTIALLY_PAID';
}

/** What an order's rows say of its parcels. */
export interface Sending {
  /** Whether the status now, or one before, means that the parcel has left (Order::hasBeenShipped). */
  readonly sent: boolean;
  readonly piecesOrdered: number;
  readonly piecesReturned: number;
}

/** How far an order is sent. PrestaShop does not keep which lines a parcel held, so nothing is ever sent in part. */
export function fulfillmentStatusOf({ sent, piecesOrdered, piecesReturned }: Sending): FulfillmentStatus {
  if (sent && piecesOrdered > 0 && piecesReturned >= piecesOrdered) return 'RETURNED';
  return sent ? 'FULFILLED' : 'UNFULFILLED';
}
