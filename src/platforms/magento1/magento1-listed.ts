import type { OrderStatus } from '../../model/order-status.js';
import type { CustomerGroup, TaxClass } from '../../model/store-config.js';
import type { Magento1View } from './magento1-config.js';
import { stateOf } from './magento1-states.js';

/** The customer group of this id; one without a name where it was deleted. Throws where the groups could not be read. */
export function groupOf(view: Magento1View, id: number): CustomerGroup {
  return found(view.config.customerGroups, String(id)) ?? { nativeId: String(id), name: '' };
}

/** The tax class of this id; null for none (0) and for a deleted one. Throws where the classes could not be read. */
export function taxClassOf(view: Magento1View, id: number): TaxClass | null {
  return found(view.config.taxClasses, String(id));
}

/**
 * The order status of this code. What it means is said by the order's `state` where that is given, since merchants assign statuses
 * of their own to Magento's states; else by the state that the status is assigned to.
 */
export function statusOf(view: Magento1View, code: string, state?: string | null): OrderStatus {
  const known = found(view.config.orderStatuses, code) ?? { nativeId: code, name: code, state: 'OTHER' as const };
  return state ? { ...known, state: stateOf(state) } : known;
}

/** A list of the configuration is an error where its own statement failed (see `orError`). */
function found<T extends { readonly nativeId: string }>(list: readonly T[] | Error, id: string): T | null {
  if (list instanceof Error) throw list;
  return list.find((one) => one.nativeId === id) ?? null;
}
