import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { changed, placed } from './opencart-order-times.js';
import type { OpenCartTables } from './opencart-relations.js';

interface Derived {
  /** The nearest time to an order that holds none itself; null for all others. */
  readonly nearest: string | null;
}

/** The words in which orders are said. */
export const facts = factsOf<OpenCartView, OpenCartTables, 'order', 'o', Record<never, never>, Derived>();
const { between, id, ids, states, where } = facts;

/** Orders; a row of status 0 is a checkout that was never finished. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  // The sum keeps MySQL from reading orders by the index on their status, which nearly all of them meet, in order to sort them.
  every: (query) => query.where((eb) => eb(eb('o.order_status_id', '+', 0), '>', 0)),
  orders: {
    ID: { column: null },
    PLACED_AT: { column: placed, nullable: true },
    UPDATED_AT: { column: changed, nullable: true },
    TOTAL: { column: 'o.total', nullable: true },
  },
  filter: {
    ids: ids('o.order_id'),
    // An order's number is its id.
    numbers: ids('o.order_id'),
    statusIds: ids('o.order_status_id'),
    states: states('o.order_status_id', Number),
    customerId: id('o.customer_id'),
    email: where((eb, email, { native }) =>
      email.trim() === '' ? null : isOneOf(eb, 'o.email', formsAsStored(email), native.textIgnoresCase),
    ),
    ...between('placed', placed, zoneOf),
    ...between('updated', changed, zoneOf),
  },
};
