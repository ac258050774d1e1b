import { type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { FulfillmentStatus, OrderFilter, OrderOrder } from '../../model/order.js';
import { contains, containsUnescaped, isAtLeast, isAtMost, isNever } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { chargedIn } from '../order-rates.js';
import { type OrderTimeColumns, timesOfOrders } from '../order-times.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

/** The words in which orders are said. */
export const facts = factsOf<ZenCartView, ZenCartTables, 'orders', 'o', Record<never, never>, OrderTimeColumns>();
const { between, equal, id, ids, impliedPayments, states, statusIds, where, words } = facts;

export const { placed, changed, sorts } = timesOfOrders({
  ...{ relation: 'orders', id: 'orders_id', placed: 'date_purchased', changed: 'last_modified' },
  history: { relation: 'orders_status_history', order: 'orders_id', time: 'date_added' },
});

const isOnDelivery = sql<SqlBool>`(${sql.ref('o.payment_module_code')} = ${'cod'} and length(${sql.ref('o.payment_module_code')}) = 3)`;

/** Whether an order is sent to somebody, and not picked up at the store. */
const isDelivered = sql<SqlBool>`substr(concat(coalesce(${sql.ref('o.shipping_module_code')}, ${''}), ${'_'}), 1, 12) <> ${'storepickup_'}`;

/** `Order.total` as SQL: see `chargeIn`. */
export const chargedTotal = (view: ZenCartView) =>
  chargedIn(view, { total: 'o.order_total', code: 'o.currency', rate: 'o.currency_value', today: false });

/** How far an order can be sent, by what Zen Cart keeps; whoever asks for others alone is asking for none. */
const told: readonly FulfillmentStatus[] = ['FULFILLED', 'UNFULFILLED', 'UNKNOWN'];

/** How far an order is sent, as SQL: see `impliedFulfillment`. */
function fulfillmentIn({ config, native }: ZenCartView) {
  const shipped = [...native.shippedStatusIds];
  const past = zencart
    .selectFrom('orders_status_history as h')
    .select('h.orders_id')
    .where('h.orders_id', '=', sql.ref<number>('o.orders_id'))
    .where('h.orders_status_id', 'in', shipped);
  const status = sql.ref('o.orders_status');
  const sent = shipped.length > 0 ? sql`(${status} in (${sql.join(shipped)}) or exists ${past})` : isNever;
  const known = valueRead(config.orderStatuses)
    .filter(({ state }) => state !== 'OTHER')
    .map(({ nativeId }) => Number(nativeId));
  const isKnown = known.length > 0 ? sql`${status} in (${sql.join(known)})` : isNever;
  return sql<FulfillmentStatus>`case when ${sent} then ${'FULFILLED'} when ${isKnown} then ${'UNFULFILLED'} else ${'UNKNOWN'} end`;
}

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
    search: words((eb, word) => [
      contains(eb, eb.fn<string>('concat', ['o.orders_id', eb.val('')]), word),
      ...(['o.customers_email_address', 'o.billing_name'] as const).map((column) => contains(eb, column, word)),
      eb.and([contains(eb, 'o.delivery_name', word), isDelivered]),
      eb.exists(
        eb
          .selectFrom('orders_products as l')
          .select('l.orders_id')
          .whereRef('l.orders_id', '=', 'o.orders_id')
          .where((on) => containsUnescaped(on, 'l.products_model', word)),
      ),
    ]),
    financialStatuses: impliedPayments('o.orders_status', Number, isOnDelivery),
    fulfillmentStatuses: where((eb, wanted, view) =>
      wanted.some((one) => told.includes(one)) ? eb(fulfillmentIn(view), 'in', wanted) : null,
    ),
    paymentMethod: equal('o.payment_method', formsAsStored),
    totalMin: where((_eb, least, view) => isAtLeast(chargedTotal(view), least)),
    totalMax: where((_eb, most, view) => isAtMost(chargedTotal(view), most)),
    ...between('placed', { column: 'o.date_purchased', time: placed }, zoneOf),
    ...between('updated', { column: 'o.last_modified', time: changed }, zoneOf),
  },
};
