import type { FulfillmentStatus } from '../../model/order.js';
import { plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { eventsOf, impliedFulfillment, parcelOf } from '../order-progress.js';
import { instantOf } from '../store-time.js';
import { zoneOf } from './opencart-config.js';
import { facts } from './opencart-order-list.js';
import { returnCompleteId } from './opencart-order-progress.js';
import { opencart } from './opencart-relations.js';

const { asked, made, rowBeside, rowsBeside } = facts;

/** What an order went through; its statuses alone where events are not selected. */
const past = rowsBeside('history', 'h.order_id', ({ selection }) =>
  opencart
    .selectFrom('order_history as h')
    .select(['h.order_status_id'])
    .$if(selection.has('history'), (query) => query.select(['h.notify', 'h.comment', 'h.date_added']))
    .orderBy('h.date_added')
    .orderBy('h.order_history_id'),
);

/** Oldest first. An event without a time of its own is given the order's. */
export const history = made(['placed'], [past], (row, [events], { view }) =>
  events().flatMap(({ date_added, order_status_id: statusId, comment, notify }) => {
    const event = { createdAt: instantOf(date_added, zoneOf(view)), statusId, comment: plainText(comment) };
    return eventsOf(view, instantOf(row.placed, zoneOf(view)), { ...event, notified: notify === 1 });
  }),
);

/** The parcels of an order: 3.x keeps some where an extension records them. */
const parcels = rowsBeside('shipments', 's.order_id', ({ view }) =>
  view.columns.has('order_shipment')
    ? opencart
        .selectFrom('order_shipment as s')
        .select(['s.order_shipment_id', 's.date_added', 's.tracking_number'])
        .$if(view.columns.has('shipping_courier'), (query) =>
          query
            .leftJoin('shipping_courier as c', (join) =>
              join.on((eb) =>
                eb(eb.fn<string>('lower', ['c.shipping_courier_id']), '=', eb.ref('s.shipping_courier_id')),
              ),
            )
            .select('c.shipping_courier_name as carrier'),
        )
        .orderBy('s.date_added')
        .orderBy('s.order_shipment_id')
    : null,
);

/** OpenCart does not keep which lines a parcel held. */
export const shipments = asked(parcels, (rows, { view }) =>
  rows.map((row) =>
    parcelOf({
      nativeId: String(row.order_shipment_id),
      carrier: plainText(row.carrier),
      trackingNumber: plainText(row.tracking_number),
      trackingUrl: null,
      createdAt: instantOf(row.date_added, zoneOf(view)),
    }),
  ),
);

/** How many pieces were ordered. */
const ordered = rowBeside('pieces', 'l.order_id', () =>
  opencart
    .selectFrom('order_product as l')
    .select([(eb) => eb.fn.sum<number | string>('l.quantity').as('pieces')])
    .groupBy('l.order_id'),
);

/** How many pieces came back in returns that are complete. */
const returned = rowBeside('returned', 'r.order_id', ({ view }) =>
  view.columns.has('return')
    ? opencart
        .selectFrom('return as r')
        .select([(eb) => eb.fn.sum<number | string>('r.quantity').as('pieces')])
        .where('r.return_status_id', '=', returnCompleteId)
        .groupBy('r.order_id')
    : null,
);

/**
 * How far an order is sent: once its status, now or before, meant that the parcel has left, or a shipment is recorded; returned
 * once all its pieces came back. As OpenCart does not keep which lines a parcel held, nothing is ever sent in part.
 */
export const fulfillmentStatus = made(
  ['order_status_id'],
  [past, parcels, ordered, returned],
  (row, [events, sendings, pieces, back], { view }): FulfillmentStatus => {
    const statusIds = [row.order_status_id, ...events().map((event) => event.order_status_id)];
    const sent = statusIds.some((id) => view.native.shippedStatusIds.includes(id)) || sendings().length > 0;
    const [all, came] = [Number(pieces()?.pieces ?? 0), Number(back()?.pieces ?? 0)];
    if (sent && all > 0 && came >= all) return 'RETURNED';
    return impliedFulfillment(statusOf(view, row.order_status_id).state, sent);
  },
);
