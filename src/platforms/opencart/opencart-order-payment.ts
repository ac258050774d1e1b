import { plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { impliedPayment } from '../order-progress.js';
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

/** How far an order is paid, by its status and its extension for payment: OpenCart keeps no payments. */
export const financialStatus = facts.from(['order_status_id', 'payment_method', 'payment_code'], (row, { view }) => {
  const code = methodOf(row.payment_method).code ?? plainText(row.payment_code);
  return impliedPayment(statusOf(view, row.order_status_id).state, code === 'cod');
});
