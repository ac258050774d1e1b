import type { OrderState } from '../../model/order-status.js';

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
  return (state && Object.hasOwn(states, state) ? states[state] : undefined) ?? 'OTHER';
}

/** Magento's states that mean this. */
export function statesMeaning(wanted: OrderState): string[] {
  return Object.keys(states).filter((state) => states[state] === wanted);
}

/** All of Magento's own states. */
export const knownStates: readonly string[] = Object.keys(states);
