import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import { decimal } from '../decimals.js';
import { heldText, plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { eventsOf, impliedFulfillment, impliedPayment, impliedRefund } from '../order-progress.js';
import { requiredTime } from '../order-times.js';
import { reference } from '../references.js';
import { instantOf } from '../store-time.js';
import { zoneOf } from './zencart-config.js';
import { customer } from './zencart-customers.js';
import { billingAddress, shippingAddress } from './zencart-order-addresses.js';
import { amount, chargeIn, currencyOf } from './zencart-order-amounts.js';
import { history } from './zencart-order-history.js';
import { lineItems, lines } from './zencart-order-lines.js';
import { changed, facts, orderList, placed } from './zencart-order-list.js';

const { ask, asked, cells, from, lacking, listed, made } = facts;

const buyer = ask(['customers_id'], reference(customer, 'customers_id', 'buyers', 'customer'));

export const order = listed<Order, OrderFilter, OrderOrder>({
  derived: { placed, changed },
  kind: 'Order',
  from: 'orders as o',
  key: 'orders_id',
  statement: 'orders',
  list: orderList,
  fields: {
    number: from([], (_row, { id }) => String(id)),
    status: from(['orders_status'], (row, { view }) => statusOf(view, row.orders_status)),
    financialStatus: from(['orders_status', 'payment_module_code'], (row, { view }) =>
      impliedPayment(statusOf(view, row.orders_status).state, plainText(row.payment_module_code) === 'cod'),
    ),
    fulfillmentStatus: made(['orders_status'], [history], (row, [past], { view }) => {
      const statuses = [row.orders_status, ...past().map((one) => one.orders_status_id)];
      const sent = statuses.some((one) => view.native.shippedStatusIds.includes(one));
      return impliedFulfillment(statusOf(view, row.orders_status).state, sent);
    }),
    currencyCode: from(['currency'], (row, { view }) => currencyOf(row, view)),
    subtotal: amount('subtotal', [lines]),
    discountTotal: amount('discountTotal', []),
    shippingTotal: amount('shippingTotal', []),
    taxTotal: amount('taxTotal', []),
    taxLines: amount('taxLines', []),
    totals: amount('totals', []),
    discounts: amount('discounts', []),
    total: from(['currency', 'currency_value', 'order_total'], (row, { view }) =>
      chargeIn(row, view)(decimal(row.order_total)),
    ),
    // Zen Cart's core keeps no refunds: an order whose status says so was paid back in full.
    refundedTotal: from(['currency', 'currency_value', 'order_total', 'orders_status'], (row, { view }) =>
      chargeIn(row, view)(impliedRefund(statusOf(view, row.orders_status).state, decimal(row.order_total))),
    ),
    lineItems,
    customer: asked(buyer, (found) => found),
    ...cells({ email: 'customers_email_address', phone: 'customers_telephone' }, heldText),
    billingAddress,
    shippingAddress,
    ...cells({ shippingMethod: 'shipping_method', paymentMethod: 'payment_method' }, plainText),
    // Oldest first.
    history: made(['placed'], [history], (row, [past], { view }) =>
      past().flatMap(({ date_added, orders_status_id: statusId, comments, customer_notified }, i) => {
        const createdAt = instantOf(date_added, zoneOf(view));
        // The first comment is the customer's, printed as text; all others are printed as HTML.
        const comment = i === 0 ? heldText(comments) : plainText(comments);
        const event = { createdAt, statusId, comment, notified: customer_notified === 1 };
        return eventsOf(view, instantOf(row.placed, zoneOf(view)), event);
      }),
    ),
    placedAt: from(['placed'], (row, { view, id }) => requiredTime(instantOf(row.placed, zoneOf(view)), id)),
    updatedAt: from(['changed'], (row, { view }) => instantOf(row.changed, zoneOf(view))),
    ...lacking([], 'transactions', 'shipments', 'refunds', 'metafields'),
  },
});
