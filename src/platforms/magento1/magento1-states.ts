import type { OrderState, OrderStatus } from '../../model/order-status.js';
import { foldedCode } from '../html-text.js';
import { statusOf } from '../listed.js';
import type { Magento1View } from './magento1-config.js';

/** What Magento's order states mean (Mage_Sales_Model_Order). A closed order was paid back in full. */
const states: Readonly<Record<string, OrderState>> = {
  new: 'PENDING',
  pending_payment: 'PENDING',
  processing: 'PROCESSING',
  complete: 'COMPLETED',
  closed: 'REFUNDED',
  canceled: 'CANCELLED',
  holded: 'ON_HOLD',
  payment_review: 'ON_HOLD',
};

/** What a state means; OTHER for none and for a module's own. */
export function stateOf(state: string | null | undefined): OrderState {
  const held = foldedCode(state ?? '');
  return (Object.hasOwn(states, held) ? states[held] : undefined) ?? 'OTHER';
}

/** Magento's states that mean one of these. */
export function statesMeaning(wanted: readonly OrderState[]): string[] {
  return Object.entries(states).flatMap(([state, meaning]) => (wanted.includes(meaning) ? [state] : []));
}

/** All of Magento's own states. */
export const knownStates: readonly string[] = Object.keys(states);

/**
 * The order status of this code. What it means is said by the order's `state` where that is given, since merchants assign statuses
 * of their own to Magento's states; else by the state that the status is assigned to.
 */
export function orderStatusOf(view: Magento1View, code: string | null, state?: string | null): OrderStatus {
  const known = statusOf(view, code ?? '');
  const held = foldedCode(state ?? '');
  return { ...known, name: known.name || (code ?? ''), state: held ? stateOf(held) : known.state };
}
