import { heldText } from '../html-text.js';
import { parcelOf } from '../order-progress.js';
import { instantOf } from '../store-time.js';
import { statuses } from './prestashop-order-history.js';
import { facts } from './prestashop-order-list.js';
import { prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { asked, made, rowBeside, rowNumbered, rowsBeside } = facts;

const parcels = rowsBeside('carriers', 's.id_order', () =>
  prestashop
    .selectFrom('order_carrier as s')
    .leftJoin('carrier as c', 'c.id_carrier', 's.id_carrier')
    .select(['s.id_order_carrier', 's.tracking_number', 's.date_add', 'c.name', 'c.url'])
    .orderBy('s.id_order_carrier'),
);

/** An order's parcels: a row from the moment of ordering, to which the tracking number comes later. */
export const shipments = asked(parcels, (rows, { view }) =>
  rows.map((row) => {
    const number = heldText(row.tracking_number)?.trim() ?? null;
    return parcelOf({
      nativeId: String(row.id_order_carrier),
      carrier: carrierName(view, row.name),
      trackingNumber: number,
      trackingUrl: number === null ? null : trackingUrl(row.url, number),
      createdAt: instantOf(row.date_add, zoneOf(view)),
    });
  }),
);

/** A carrier called `0` is the shop itself (OrderLazyArray::getCarrier). */
export function carrierName(view: PrestaShopView, name: string | null | undefined): string | null {
  return name === '0' ? view.native.shopName : heldText(name);
}

/** A carrier's address holds `@` where the number goes. */
function trackingUrl(form: string | null, number: string): string | null {
  const held = heldText(form)?.trim();
  if (!held || !/^https?:\/\//i.test(held)) return null;
  return held.replaceAll('@', encodeURIComponent(number));
}

const carrier = rowNumbered('id_carrier', 'methods', 'c.id_carrier', () =>
  prestashop.selectFrom('carrier as c').select(['c.name']),
);

export const shippingMethod = asked(carrier, (row, { view }) => carrierName(view, row?.name));

/** How many pieces were ordered, and how many of them came back. */
const pieces = rowBeside('pieces', 'l.id_order', () =>
  prestashop
    .selectFrom('order_detail as l')
    .select((eb) => [
      eb.fn.sum<number | string>('l.product_quantity').as('ordered'),
      eb.fn.sum<number | string>('l.product_quantity_return').as('returned'),
    ])
    .groupBy('l.id_order'),
);

/**
 * Sent once the status now, or one before, means that the parcel has left (Order::hasBeenShipped). PrestaShop does not keep which
 * lines a parcel held, so nothing is ever sent in part.
 */
export const fulfillmentStatus = made(['current_state'], [statuses, pieces], (row, [had, counted], { view }) => {
  const statuses = [row.current_state, ...had().map((one) => one.id_order_state)];
  const sent = statuses.some((status) => view.native.shippedStatusIds.includes(status));
  const held = counted();
  const ordered = Number(held?.ordered ?? 0);
  if (sent && ordered > 0 && Number(held?.returned ?? 0) >= ordered) return 'RETURNED';
  return sent ? 'FULFILLED' : 'UNFULFILLED';
});
