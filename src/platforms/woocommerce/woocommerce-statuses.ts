import type { OrderState, OrderStatus } from '../../model/order-status.js';
import { ServiceError } from '../../model/service-error.js';
import { foldedCode } from '../html-text.js';
import type { StoreView } from '../platform.js';
import { noOrderStatuses } from './woocommerce-order-relations.js';

/** WooCommerce's own statuses, by the names that its English source gives them; translations are not in the database. */
const own: readonly OrderStatus[] = [
  { nativeId: 'wc-pending', name: 'Pending payment', state: 'PENDING' },
  { nativeId: 'wc-processing', name: 'Processing', state: 'PROCESSING' },
  { nativeId: 'wc-on-hold', name: 'On hold', state: 'ON_HOLD' },
  { nativeId: 'wc-completed', name: 'Completed', state: 'COMPLETED' },
  { nativeId: 'wc-cancelled', name: 'Cancelled', state: 'CANCELLED' },
  { nativeId: 'wc-refunded', name: 'Refunded', state: 'REFUNDED' },
  { nativeId: 'wc-failed', name: 'Failed', state: 'FAILED' },
  // What a checkout is before it is an order.
  { nativeId: 'wc-checkout-draft', name: 'Draft', state: 'OTHER' },
];

/** WooCommerce's statuses, then those of the merchant's own that orders of this store have. */
export function statusesOf(found: readonly string[]): OrderStatus[] {
  const others = [...new Set(found.filter(isOrderStatus))].sort();
  return [
    ...own,
    ...others
      .filter((id) => !own.some((status) => status.nativeId === foldedCode(id)))
      .map((id) => ({ nativeId: id, name: nameOf(id), state: 'OTHER' as OrderState })),
  ];
}

/** The status of this id; one named after its id where no list holds it, or the list could not be read. */
export function statusOf({ config }: StoreView, id: string): OrderStatus {
  const statuses = config.orderStatuses instanceof ServiceError ? own : config.orderStatuses;
  return (
    statuses.find((status) => foldedCode(status.nativeId) === foldedCode(id)) ?? {
      nativeId: id,
      name: nameOf(id),
      state: 'OTHER',
    }
  );
}

/** Ids as a caller may give them, with or without WooCommerce's `wc-`, as the store holds them. */
export function storedStatuses(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => (id.startsWith('wc-') ? [id] : [id, `wc-${id}`])))];
}

function isOrderStatus(id: string): boolean {
  return id !== '' && !noOrderStatuses.includes(foldedCode(id));
}

/** A status that a plugin adds keeps its name in the plugin: `wc-awaiting-pickup` is named `Awaiting pickup`. */
function nameOf(id: string): string {
  const words = id.replace(/^wc-/, '').replaceAll(/[-_]+/g, ' ').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
