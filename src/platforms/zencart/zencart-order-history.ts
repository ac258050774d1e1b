import type { OrderEvent } from '../../model/order-parts.js';
import { rowsOf } from '../gathering.js';
import { heldText, plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { facts } from './zencart-order-list.js';
import { zencart } from './zencart-relations.js';

/** What an order went through, notes that the shopper never sees included; its statuses alone where events are not selected. */
export const history = facts.ask([], ({ view, gathering, ids, selection }) => {
  const rows = rowsOf(
    gathering.add(
      'history',
      zencart
        .selectFrom('orders_status_history as h')
        .select(['h.orders_id', 'h.orders_status_id'])
        .$if(selection.has('history'), (query) => query.select(['h.customer_notified', 'h.comments', 'h.date_added']))
        .where('h.orders_id', 'in', ids)
        .orderBy('h.date_added')
        .orderBy('h.orders_status_history_id'),
    ),
    'orders_id',
  );
  return (results, id) => ({
    /** Oldest first. An event without a time of its own is given the order's. */
    events: (placedAt: Date | null): OrderEvent[] =>
      rows(results, id).flatMap((row, i) => {
        const createdAt = instantOf(row.date_added, view.config.timeZone) ?? placedAt;
        if (!createdAt) return [];
        const status = row.orders_status_id > 0 ? statusOf(view, row.orders_status_id) : null;
        // The first comment is the customer's, printed as text; all others are printed as HTML.
        const comment = i === 0 ? heldText(row.comments) : plainText(row.comments);
        return [{ createdAt, status, comment, notified: row.customer_notified === 1 }];
      }),
    statusIds: () => rows(results, id).map((row) => row.orders_status_id),
  });
});
