import { Big } from 'big.js';
import type { FinancialStatus, FulfillmentStatus, OrderEvent, Shipment } from '../model/order.js';
import type { OrderState } from '../model/order-status.js';
import { statusOf } from './listed.js';
import type { StoreView } from './platform.js';

/** What a row of an order's history says. */
interface HeldEvent {
  /** Null for a row without a time of its own. */
  readonly createdAt: Date | null;
  /** 0 or null for what is no status. */
  readonly statusId: number | null;
  readonly comment: string | null;
  readonly notified: boolean | null;
}

/** An event of an order, which is given the order's time where it has none of its own; none where the order has none either. */
export function eventsOf(view: StoreView, placedAt: Date | null, held: HeldEvent): OrderEvent[] {
  const createdAt = held.createdAt ?? placedAt;
  if (!createdAt) return [];
  const status = held.statusId ? statusOf(view, held.statusId) : null;
  return [{ createdAt, status, comment: held.comment, notified: held.notified }];
}

/** A parcel with at most one tracking number. */
export function parcelOf(held: Omit<Shipment, 'trackingNumbers' | 'lineItems'>): Shipment {
  return { ...held, trackingNumbers: held.trackingNumber === null ? [] : [held.trackingNumber] };
}

/**
 * How far an order is paid, as its status implies where a platform keeps no payments: an order is taken on once it is paid, but for
 * cash on delivery, which is paid when the order is complete.
 */
export function impliedPayment(state: OrderState, onDelivery: boolean): FinancialStatus {
  if (state === 'PROCESSING') return onDelivery ? 'PENDING' : 'PAID';
  const implied = {
    COMPLETED: 'PAID',
    PENDING: 'PENDING',
    ON_HOLD: 'PENDING',
    CANCELLED: 'VOIDED',
    FAILED: 'VOIDED',
    REFUNDED: 'REFUNDED',
    OTHER: 'UNKNOWN',
  } as const;
  return implied[state];
}

/** What was paid back of an order, where a platform keeps no refunds: all of it, or nothing, as its status says. */
export function impliedRefund(state: OrderState, total: Big): Big {
  return state === 'REFUNDED' ? total : new Big(0);
}

/** How far an order is sent, where a platform keeps no parcels but says whether one has left. */
export function impliedFulfillment(state: OrderState, sent: boolean): FulfillmentStatus {
  if (sent) return 'FULFILLED';
  return state === 'OTHER' ? 'UNKNOWN' : 'UNFULFILLED';
}
