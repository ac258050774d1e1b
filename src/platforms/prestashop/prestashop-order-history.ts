import type { OrderEvent } from '../../model/order-parts.js';
import { plainText } from '../html-text.js';
import { inOrderOf } from '../row-order.js';
import { instantOf } from '../store-time.js';
import { facts } from './prestashop-order-list.js';
import { prestashop } from './prestashop-relations.js';
import { statusOf } from './prestashop-statuses.js';
import { zoneOf } from './prestashop-view.js';

const { made, rowsBeside } = facts;

/** The statuses that an order had. */
export const statuses = rowsBeside('history', 'h.id_order', () =>
  prestashop
    .selectFrom('order_history as h')
    .select(['h.id_order_state', 'h.date_add'])
    .orderBy('h.date_add')
    .orderBy('h.id_order_history'),
);

/** What was written about an order, by its buyer and by the shop. */
const messages = rowsBeside('messages', 't.id_order', () =>
  prestashop
    .selectFrom('customer_thread as t')
    .innerJoin('customer_message as m', 'm.id_customer_thread', 't.id_customer_thread')
    .select(['m.id_customer_message', 'm.message', 'm.private', 'm.id_employee', 'm.date_add']),
);

/** What an order went through, oldest first: its statuses, and what was written. A status without a time is given the order's. */
export const history = made(['placed'], [statuses, messages], (order, [had, written], { view }) => {
  const at = (date: string | null) => instantOf(date, zoneOf(view));
  const changes = had().flatMap((row): OrderEvent[] => {
    const createdAt = at(row.date_add) ?? at(order.placed);
    const status = row.id_order_state > 0 ? statusOf(view, row.id_order_state) : null;
    return createdAt ? [{ createdAt, status, comment: null, notified: null }] : [];
  });
  const comments = inOrderOf(written(), 'date_add', 'id_customer_message').flatMap((row): OrderEvent[] => {
    const createdAt = at(row.date_add);
    // Its column is of HTML, in which it escapes what is written.
    const comment = plainText(row.message);
    if (!createdAt || comment === null) return [];
    // What an employee writes is mailed to the buyer unless it is private; what the buyer writes is mailed to nobody.
    const notified = (row.id_employee ?? 0) > 0 ? row.private === 0 : null;
    return [{ createdAt, status: null, comment, notified }];
  });
  return [...changes, ...comments].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
});
