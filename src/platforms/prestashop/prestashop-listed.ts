import type { OrderStatus } from '../../model/order-status.js';
import type { CustomerGroup, TaxClass } from '../../model/store-config.js';
import type { PrestaShopView } from './prestashop-config.js';

/** The customer group of this id; one without a name where it was deleted. Throws where the groups could not be read. */
export function groupOf(view: PrestaShopView, id: number): CustomerGroup {
  return found(view.config.customerGroups, id) ?? { nativeId: String(id), name: '' };
}

/** The tax rules group of this id; null for none and for a deleted one. Throws where the groups could not be read. */
export function taxClassOf(view: PrestaShopView, id: number): TaxClass | null {
  return found(view.config.taxClasses, id);
}

/** The order status of this id, which may be deleted since; one without a name where it is gone altogether. */
export function statusOf(view: PrestaShopView, id: number): OrderStatus {
  return found(view.native.statuses, id) ?? { nativeId: String(id), name: '', state: 'OTHER' };
}

/** A list of the configuration is an error where its own statement failed (see `orError`). */
function found<T extends { readonly nativeId: string }>(list: readonly T[] | Error, id: number): T | null {
  if (list instanceof Error) throw list;
  return list.find((one) => one.nativeId === String(id)) ?? null;
}
