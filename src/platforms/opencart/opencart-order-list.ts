import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { contains, containsUnescaped, isAtLeast, isAtMost } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { type OrderTimeColumns, timesOfOrders } from '../order-times.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { fulfillmentIn, isOnDelivery, isPaidBy } from './opencart-order-progress.js';
import { chargedTotal } from './opencart-order-rates.js';
import type { OpenCartTables } from './opencart-relations.js';

/** The words in which orders are said. */
export const facts = factsOf<OpenCartView, OpenCartTables, 'order', 'o', Record<never, never>, OrderTimeColumns>();
const { between, equal, id, ids, impliedPayments, states, where, words } = facts;

/** Where an order holds its e-mail address and the names in its addresses. */
const searched = [
  ...(['o.email', 'o.payment_firstname', 'o.payment_lastname'] as const),
  ...(['o.shipping_firstname', 'o.shipping_lastname'] as const),
] as const;

const history = { relation: 'order_history', order: 'order_id', time: 'date_added' };
export const { placed, changed, sorts } = timesOfOrders({
  ...{ relation: 'order', id: 'order_id', placed: 'date_added', changed: 'date_modified', history },
});

/** Orders; a row of status 0 is a checkout that was never finished. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  // The sum keeps MySQL from reading orders by the index on their status, which nearly all of them meet, in order to sort them.
  every: (query) => query.where((eb) => eb(eb('o.order_status_id', '+', 0), '>', 0)),
  orders: { ...sorts, TOTAL: { column: 'o.total', nullable: true } },
  filter: {
    ids: ids('o.order_id'),
    // An order's number is its id.
    numbers: ids('o.order_id'),
    statusIds: ids('o.order_status_id'),
    states: states('o.order_status_id', Number),
    customerId: id('o.customer_id'),
    // A guest may leave it out: what is blank is nobody's.
    email: (query, email, view) => (email.trim() === '' ? null : equal('o.email', formsAsStored)(query, email, view)),
    search: words((eb, word) => [
      contains(eb, eb.fn<string>('concat', ['o.order_id', eb.val('')]), word),
      ...searched.map((column) => containsUnescaped(eb, column, word)),
      eb.exists(
        eb
          .selectFrom('order_product as l')
          .select('l.order_id')
          .whereRef('l.order_id', '=', 'o.order_id')
          .where((on) => containsUnescaped(on, 'l.model', word)),
      ),
    ]),
    financialStatuses: (query, wanted, view) =>
      impliedPayments('o.order_status_id', Number, isOnDelivery(view))(query, wanted, view),
    // Parts are not known.
    fulfillmentStatuses: where((eb, wanted, view) =>
      wanted.every((one) => one === 'PARTIALLY_FULFILLED') ? null : eb(fulfillmentIn(view), 'in', wanted),
    ),
    paymentMethod: where((_eb, name, view) => isPaidBy(view, name)),
    totalMin: where((_eb, least, view) => isAtLeast(chargedTotal(view), least)),
    totalMax: where((_eb, most, view) => isAtMost(chargedTotal(view), most)),
    ...between('placed', placed, zoneOf),
    ...between('updated', changed, zoneOf),
  },
};
