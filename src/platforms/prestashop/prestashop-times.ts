import { firstTime, timeIn } from '../conditions.js';
import { timesOfOrders } from '../order-times.js';
import { firstInstant } from '../store-time.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const history = { relation: 'order_history', order: 'id_order', time: 'date_add' };

/** When an order (`o`) was placed and last changed. */
export const orderTimes = timesOfOrders({
  ...{ relation: 'orders', id: 'id_order', placed: 'date_add', changed: 'date_upd', history },
});

/** When a product (`p`) was last changed; else when it was made. */
export const productChanged = {
  column: 'p.date_upd',
  time: firstTime(timeIn('p.date_upd'), timeIn('p.date_add')),
  missing: ({ native }: PrestaShopView) => native.undatedProducts,
} as const;

/** When a row was last changed, else made; null where the store does not say. */
export function changedAt(
  view: PrestaShopView,
  row: { readonly date_add: string | null; readonly date_upd: string | null },
): Date | null {
  return firstInstant(zoneOf(view), row.date_upd, row.date_add);
}
