import type { FinancialStatus, FulfillmentStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';

/**
 * How far an order is paid. Zen Cart's core keeps no payments, so this is what its status implies: an order is taken on once it is
 * paid, but for cash on delivery, which is paid when the order is delivered.
 */
export function financialStatusOf(state: OrderState, paymentModule: string | null): FinancialStatus {
  switch (state) {
    case 'COMPLETED':
      return 'PAID';
    case 'PROCESSING':
      return paymentModule === 'cod' ? 'PENDING' : 'PAID';
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

/** How far an order is sent, by whether a status now or before means that the parcel has left; Zen Cart keeps no parcels. */
export function fulfillmentStatusOf(state: OrderState, sent: boolean): FulfillmentStatus {
  if (sent) return 'FULFILLED';
  return state === 'OTHER' ? 'UNKNOWN' : 'UNFULFILLED';
}
