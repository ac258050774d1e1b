import type { OrderState, OrderStatus } from '../../model/order-status.js';
import { statusOf as anyStatusOf } from '../listed.js';
import type { PrestaShopView } from './prestashop-view.js';

/** What PrestaShop holds of an order status besides its names. */
export interface StatusFlags {
  readonly shipped: boolean;
  readonly delivery: boolean;
  readonly paid: boolean;
  /** "Consider the associated order as validated": it counts in the shop's figures. */
  readonly logable: boolean;
}

/** The settings that name the statuses which PrestaShop installs, with what those mean (install-dev/data/xml/order_state.xml). */
const settings: Readonly<Record<string, OrderState>> = {
  PS_OS_CHEQUE: 'PENDING',
  PS_OS_PAYMENT: 'PROCESSING',
  PS_OS_PREPARATION: 'PROCESSING',
  PS_OS_SHIPPING: 'PROCESSING',
  PS_OS_DELIVERED: 'COMPLETED',
  PS_OS_CANCELED: 'CANCELLED',
  PS_OS_REFUND: 'REFUNDED',
  PS_OS_ERROR: 'FAILED',
  PS_OS_OUTOFSTOCK: 'ON_HOLD',
  PS_OS_OUTOFSTOCK_PAID: 'ON_HOLD',
  PS_OS_OUTOFSTOCK_UNPAID: 'ON_HOLD',
  PS_OS_BANKWIRE: 'PENDING',
  PS_OS_PAYPAL: 'PENDING',
  PS_OS_WS_PAYMENT: 'PROCESSING',
  PS_OS_COD_VALIDATION: 'PENDING',
};

/** The names of the settings above. */
export const statusSettings: readonly string[] = Object.keys(settings);

/** Parts of English names that say what a status of the merchant's or a module's own means; the first that is found counts. */
const words: readonly (readonly [OrderState, RegExp])[] = [
  ['REFUNDED', /\brefunded\b/],
  ['CANCELLED', /\bcancel+ed\b|\bvoided\b|\bexpired\b/],
  ['FAILED', /\bfailed\b|\bdeclined\b|\bdenied\b|\berror\b|\bfraud\b/],
  ['ON_HOLD', /\bon hold\b|\bback ?order(ed)?\b|\bawaiting stock\b|\bunder review\b/],
  ['PENDING', /\bawaiting\b|\bwaiting\b|\bpending\b|\bunpaid\b/],
  ['COMPLETED', /\bdelivered\b|\bcompleted?\b|\bpicked up\b|\bcollected\b/],
];

/**
 * What a status means: as the shop's settings name it; else by its name in any language, as far as that is English; else by its
 * flags, which say that an order is paid, shipped or taken on, all of which PrestaShop's own "Processing in progress" is.
 */
export function stateOf(
  id: number,
  names: readonly string[],
  flags: StatusFlags,
  held: ReadonlyMap<string, string>,
): OrderState {
  for (const [setting, state] of Object.entries(settings)) {
    if (Number(held.get(setting)) === id) return state;
  }
  for (const name of names) {
    const lower = name.toLowerCase();
    const known = words.find(([, pattern]) => pattern.test(lower));
    if (known) return known[0];
  }
  return flags.paid || flags.shipped || flags.delivery || flags.logable ? 'PROCESSING' : 'OTHER';
}

/** The view in which statuses that were deleted since are statuses too, as old orders have them. */
export function withDeletedStatuses(view: PrestaShopView): PrestaShopView {
  return { ...view, config: { ...view.config, orderStatuses: [...view.native.statuses] } };
}

/** The order status of this id, which may be deleted since. */
export function statusOf(view: PrestaShopView, id: number): OrderStatus {
  return anyStatusOf(withDeletedStatuses(view), id);
}
