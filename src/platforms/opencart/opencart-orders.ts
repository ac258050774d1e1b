import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import { plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { reference } from '../references.js';
import { zoneOf } from './opencart-config.js';
import { customer } from './opencart-customers.js';
import { billingAddress, shippingAddress } from './opencart-order-addresses.js';
import {
  chargeIn,
  currencyOf,
  discounts,
  discountTotal,
  shippingTotal,
  subtotal,
  taxTotal,
  totals,
} from './opencart-order-amounts.js';
import { fulfillmentStatus, history, shipments } from './opencart-order-history.js';
import { lineItems } from './opencart-order-lines.js';
import { facts, orderList } from './opencart-order-list.js';
import { financialStatus, paymentMethod, shippingMethod } from './opencart-order-payment.js';
import { changedAt, nearestColumn, placedAt, timeColumns } from './opencart-order-times.js';
import { opencart } from './opencart-relations.js';

const { ask, asked, from, listed, none } = facts;
const buyer = ask(['customer_id'], reference(customer, 'customer_id', 'buyers', 'customer'));

export const order = listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'order as o',
  key: 'order_id',
  statement: 'orders',
  lean: true,
  derived: { nearest: (query: ReturnType<typeof everyRow>) => query.select(nearestColumn) },
  list: orderList,
  fields: {
    number: from([], (_row, { id }) => String(id)),
    status: from(['order_status_id'], (row, { view }) => statusOf(view, row.order_status_id)),
    financialStatus,
    fulfillmentStatus,
    currencyCode: from(['currency_code'], (row, { view }) => currencyOf(row, view)),
    subtotal,
    discountTotal,
    shippingTotal,
    taxTotal,
    totals,
    discounts,
    total: from(['currency_code', 'currency_value', 'total'], (row, { view }) =>
      chargeIn(row, view)(decimal(row.total)),
    ),
    // OpenCart keeps no refunds: an order whose status says so was paid back in full.
    refundedTotal: from(['currency_code', 'currency_value', 'total', 'order_status_id'], (row, { view }) => {
      const refunded = statusOf(view, row.order_status_id).state === 'REFUNDED';
      return chargeIn(row, view)(refunded ? decimal(row.total) : sumOf([]));
    }),
    lineItems,
    customer: asked(buyer, (found) => found),
    email: from(['email'], (row) => plainText(row.email)),
    phone: from(['telephone'], (row) => plainText(row.telephone)),
    billingAddress,
    shippingAddress,
    shippingMethod,
    paymentMethod,
    // Payments are their providers' business here; the bridge lets out no reference to them either.
    transactions: none([]),
    shipments,
    refunds: none([]),
    history,
    placedAt: from(timeColumns, (row, { view, id }) => {
      const time = placedAt(row, zoneOf(view));
      if (time) return time;
      const facts = { nativeId: String(id), field: 'placedAt' };
      throw new ServiceError(
        'STORE_RECORD_INVALID',
        'The store holds no time for this order, nor for any near it.',
        facts,
      );
    }),
    updatedAt: from(timeColumns, (row, { view }) => changedAt(row, zoneOf(view))),
  },
});

const everyRow = () => opencart.selectFrom('order as o');

export const orders = collectionOf(order);
