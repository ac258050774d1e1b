import type { FinancialStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';
import { plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { facts } from './opencart-order-list.js';

/** A method as held: plain text, or JSON with a name and a code from 4.0.2 on (`flat.flat`: the extension and its quote). */
function methodOf(held: string | null): { readonly name: string | null; readonly code: string | null } {
  const plain = plainText(held);
  if (!plain?.startsWith('{')) return { name: plain, code: null };
  try {
    const { name, code } = JSON.parse(plain) as { name?: unknown; code?: unknown };
    return {
      name: typeof name === 'string' ? plainText(name) : null,
      code: typeof code === 'string' ? (code.split('.')[0] ?? null) : null,
    };
  } catch {
    return { name: plain, code: null };
  }
}

export const shippingMethod = facts.from(['shipping_method'], (row) => methodOf(row.shipping_method).name);
export const paymentMethod = facts.from(['payment_method'], (row) => methodOf(row.payment_method).name);

/** How far an order is paid, by its status and its extension for payment. */
export const financialStatus = facts.from(
  ['order_status_id', 'payment_method', 'payment_code'],
  (row, { view }): FinancialStatus => {
    const code = methodOf(row.payment_method).code ?? plainText(row.payment_code);
    return financialStatusOf(statusOf(view, row.order_status_id).state, code);
  },
);

/**
 * OpenCart keeps no payments, so this is what the status implies: an order is taken on once it is paid, but for cash on delivery,
 * which is paid when the order is complete.
 */
function financialStatusOf(state: OrderState, paymentCode: string | null): FinancialStatus {
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
