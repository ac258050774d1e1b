import type { OrderStatus } from '../../model/order-status.js';
import type { CustomerGroup, TaxClass } from '../../model/store-config.js';
import type { ZenCartView } from './zencart-config.js';

/** The pricing group of this id; null for none. Throws where the groups could not be read. */
export function groupOf(view: ZenCartView, id: number): CustomerGroup | null {
  if (id <= 0) return null;
  return found(view.config.customerGroups, id) ?? { nativeId: String(id), name: '' };
}

/** The tax class of this id; null for none and for a deleted one. Throws where the classes could not be read. */
export function taxClassOf(view: ZenCartView, id: number): TaxClass | null {
  return found(view.config.taxClasses, id);
}

/** The order status of this id; one without a name where the merchant deleted it. */
export function statusOf(view: ZenCartView, id: number): OrderStatus {
  return found(view.config.orderStatuses, id) ?? { nativeId: String(id), name: '', state: 'OTHER' };
}

/** A list of the configuration is an error where its own statement failed (see `orError`). */
function found<T extends { readonly nativeId: string }>(list: readonly T[] | Error, id: number): T | null {
  if (list instanceof Error) throw list;
  return list.find((one) => one.nativeId === String(id)) ?? null;
}
