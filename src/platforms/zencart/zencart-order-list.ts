import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { ZenCartView } from './zencart-config.js';
import type { ZenCartTables } from './zencart-relations.js';

/** The words in which orders are said. */
export const facts = factsOf<ZenCartView, ZenCartTables, 'orders', 'o'>();
const { between, id, ids, states } = facts;
const zoneOf = ({ config }: ZenCartView) => config.timeZone;

/** Orders; Zen Cart writes one only when the checkout is finished, so every row is an order. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    PLACED_AT: { column: 'o.date_purchased', nullable: true },
    UPDATED_AT: { column: 'o.last_modified', nullable: true },
    TOTAL: { column: 'o.order_total', nullable: true },
  },
  filter: {
    ids: ids('o.orders_id'),
    // An order's number is its id.
    numbers: ids('o.orders_id'),
    statusIds: ids('o.orders_status'),
    states: states('o.orders_status', Number),
    customerId: id('o.customers_id'),
    email: (query, email, { native }) =>
      query.where((eb) => isOneOf(eb, 'o.customers_email_address', [email], native.textIgnoresCase)),
    ...between('placed', 'o.date_purchased', zoneOf),
    ...between('updated', 'o.last_modified', zoneOf),
  },
};
