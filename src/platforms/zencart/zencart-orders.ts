import type { SelectQueryBuilder } from 'kysely';
import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import { heldText, plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { reference } from '../references.js';
import { instantOf } from '../store-time.js';
import { customer } from './zencart-customers.js';
import { billingAddress, shippingAddress } from './zencart-order-addresses.js';
import { amount, chargeIn, currencyOf } from './zencart-order-amounts.js';
import { history } from './zencart-order-history.js';
import { lines } from './zencart-order-lines.js';
import { facts, orderList } from './zencart-order-list.js';
import { financialStatusOf, fulfillmentStatusOf } from './zencart-order-states.js';
import { changedTime, placedTime } from './zencart-order-times.js';
import type { ZenCartTables } from './zencart-relations.js';

type OrderRows = SelectQueryBuilder<ZenCartTables & { o: ZenCartTables['orders'] }, 'o', object>;
const { ask, asked, from, listed, made, lacking } = facts;
const buyer = ask(['customers_id'], reference(customer, 'customers_id', 'buyers', 'customer'));

export const order = listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'orders as o',
  key: 'orders_id',
  statement: 'orders',
  list: orderList,
  derived: {
    placed: (query: OrderRows) => query.select(placedTime('o').as('placed')),
    changed: (query: OrderRows) => query.select(changedTime('o').as('changed')),
  },
  fields: {
    number: from([], (_row, { id }) => String(id)),
    status: from(['orders_status'], (row, { view }) => statusOf(view, row.orders_status)),
    financialStatus: from(['orders_status', 'payment_module_code'], (row, { view }) =>
      financialStatusOf(statusOf(view, row.orders_status).state, plainText(row.payment_module_code)),
    ),
    fulfillmentStatus: made(['orders_status'], [history], (row, [past], { view }) => {
      const sent = [row.orders_status, ...past().statusIds()].some((one) => view.native.shippedStatusIds.includes(one));
      return fulfillmentStatusOf(statusOf(view, row.orders_status).state, sent);
    }),
    currencyCode: from(['currency'], (row, { view }) => currencyOf(row, view)),
    subtotal: amount('subtotal', [lines]),
    discountTotal: amount('discountTotal', []),
    shippingTotal: amount('shippingTotal', []),
    taxTotal: amount('taxTotal', []),
    totals: amount('totals', []),
    discounts: amount('discounts', []),
    total: from(['currency', 'currency_value', 'order_total'], (row, { view }) =>
      chargeIn(row, view)(decimal(row.order_total)),
    ),
    // Zen Cart's core keeps no refunds: an order whose status says so was paid back in full.
    refundedTotal: from(['currency', 'currency_value', 'order_total', 'orders_status'], (row, { view }) => {
      const refunded = statusOf(view, row.orders_status).state === 'REFUNDED';
      return chargeIn(row, view)(refunded ? decimal(row.order_total) : sumOf([]));
    }),
    lineItems: made(['currency', 'currency_value'], [lines], (row, [held], { view }) =>
      held().items(chargeIn(row, view)),
    ),
    customer: asked(buyer, (found) => found),
    email: from(['customers_email_address'], (row) => heldText(row.customers_email_address)),
    phone: from(['customers_telephone'], (row) => heldText(row.customers_telephone)),
    billingAddress,
    shippingAddress,
    shippingMethod: from(['shipping_method'], (row) => plainText(row.shipping_method)),
    paymentMethod: from(['payment_method'], (row) => plainText(row.payment_method)),
    history: made(['placed'], [history], (row, [past], { view }) =>
      past().events(instantOf(row.placed, view.config.timeZone)),
    ),
    placedAt: from(['placed'], (row, { view, id }) => {
      const time = instantOf(row.placed, view.config.timeZone);
      if (time) return time;
      throw new ServiceError('STORE_RECORD_INVALID', 'The store holds no time by which to tell when it was placed.', {
        nativeId: String(id),
        field: 'placedAt',
      });
    }),
    // What was never changed is as it was when it was placed.
    updatedAt: from(['changed'], (row, { view }) => instantOf(row.changed, view.config.timeZone)),
    ...lacking([], 'transactions', 'shipments', 'refunds'),
  },
});

export const orders = collectionOf(order);
