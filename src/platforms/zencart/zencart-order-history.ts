import { facts } from './zencart-order-list.js';
import { zencart } from './zencart-relations.js';

/** What an order went through, notes that the shopper never sees included; its statuses alone where events are not selected. */
export const history = facts.rowsBeside('history', 'h.orders_id', ({ selection }) =>
  zencart
    .selectFrom('orders_status_history as h')
    .select('h.orders_status_id')
    .$if(selection.has('history'), (query) => query.select(['h.customer_notified', 'h.comments', 'h.date_added']))
    .orderBy('h.date_added')
    .orderBy('h.orders_status_history_id'),
);
