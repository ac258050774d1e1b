import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { ZenCartView } from './zencart-config.js';
import { changedTime, placedTime } from './zencart-order-times.js';
import type { ZenCartTables } from './zencart-relations.js';

/** The words in which orders are said. */
export const facts = factsOf<
  ZenCartView,
  ZenCartTables,
  'orders',
  'o',
  Record<never, never>,
  { placed: string | null; changed: string | null }
>();
const { betweenWorkedOut, id, ids, states } = facts;
const zoneOf = ({ config }: ZenCartView) => config.timeZone;

/** Orders; Zen Cart writes one only when the checkout is finished, so every row is an order. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    PLACED_AT: { column: placedTime('o'), nullable: true },
    UPDATED_AT: { column: changedTime('o'), nullable: true },
    TOTAL: { column: 'o.order_total', nullable: true },
  },
  filter: {
    ids: ids('o.orders_id'),
    // An order's number is its id.
    numbers: ids('o.orders_id'),
    statusIds: ids('o.orders_status'),
    states: states('o.orders_status', Number),
    customerId: (query, customerId, view) =>
      Number(customerId) === view.native.guestCustomerId ? null : id('o.customers_id')(query, customerId, view),
    email: (query, email, { native }) =>
      query.where((eb) => isOneOf(eb, 'o.customers_email_address', [email], native.textIgnoresCase)),
    ...betweenWorkedOut('placed', 'o.date_purchased', placedTime('o'), zoneOf),
    ...betweenWorkedOut('updated', 'o.last_modified', changedTime('o'), zoneOf),
  },
};
