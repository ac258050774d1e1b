import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { factsOf, type ListingOf } from '../facts.js';
import { type OrderTimeColumns, timesOfOrders } from '../order-times.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import type { ZenCartTables } from './zencart-relations.js';

/** The words in which orders are said. */
export const facts = factsOf<ZenCartView, ZenCartTables, 'orders', 'o', Record<never, never>, OrderTimeColumns>();
const { between, equal, id, ids, states, statusIds } = facts;

export const { placed, changed, sorts } = timesOfOrders({
  ...{ relation: 'orders', id: 'orders_id', placed: 'date_purchased', changed: 'last_modified' },
  history: { relation: 'orders_status_history', order: 'orders_id', time: 'date_added' },
});

/** Orders; Zen Cart writes one only when the checkout is finished, so every row is an order. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: { ...sorts, TOTAL: { column: 'o.order_total', nullable: true } },
  filter: {
    customerId: (query, customerId, view) =>
      Number(customerId) === view.native.guestCustomerId ? null : id('o.customers_id')(query, customerId, view),
    ids: ids('o.orders_id'),
    // An order's number is its id.
    numbers: ids('o.orders_id'),
    statusIds: statusIds('o.orders_status'),
    states: states('o.orders_status', Number),
    email: equal('o.customers_email_address'),
    ...between('placed', { column: 'o.date_purchased', time: placed }, zoneOf),
    ...between('updated', { column: 'o.last_modified', time: changed }, zoneOf),
  },
};
