import type { FinancialStatus, FulfillmentStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';

/** The id of the return status Complete that OpenCart installs: what was sent back has arrived. */
export const returnCompleteId = 3;

/**
 * How far an order is paid. OpenCart keeps no payments, so this is what its status implies: an order is taken on once it is paid,
 * but for cash on delivery, which is paid when the order is complete.
 */
export function financialStatusOf(state: OrderState, paymentCode: string | null): FinancialStatus {
  switch (state) {
    case 'COMPLETED':
      return 'PAID';
    case 'PROCESSING':
      return paymentCode === 'cod' ? 'PENDING' : 'PAID';
    case 'PENDING':
    case 'ON_HOLD':
      return 'PENDING';
    case 'CANCELLED':
    case 'FAILED':
      return 'VOIDED';
    case 'REFUNDED':
      return 'REFUNDED';
    case 'OTHER':
      return 'UNKNOWN';
  }
}

/** What an order's rows say of its parcels. */
export interface Sending {
  readonly state: OrderState;
  /** Whether the status now, or one before, means that the parcel has left; or a shipment is recorded. */
  readonly sent: boolean;
  readonly piecesOrdered: number;
  /** Pieces of returns that are complete. */
  readonly piecesReturned: number;
}

/** How far an order is sent. OpenCart does not keep which lines a parcel held, so nothing is ever sent in part. */
export function fulfillmentStatusOf({ state, sent, piecesOrdered, piecesReturned }: Sending): FulfillmentStatus {
  if (sent && piecesOrdered > 0 && piecesReturned >= piecesOrdered) return 'RETURNED';
  if (sent) return 'FULFILLED';
  return state === 'OTHER' ? 'UNKNOWN' : 'UNFULFILLED';
}
