import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import { plainText } from '../html-text.js';
import { statusOf } from '../listed.js';
import { requiredTime } from '../order-times.js';
import { reference } from '../references.js';
import { instantOf } from '../store-time.js';
import { zoneOf } from './opencart-config.js';
import { customer } from './opencart-customers.js';
import { metafieldsIn } from './opencart-metafields.js';
import { billingAddress, shippingAddress } from './opencart-order-addresses.js';
import { amounts, currencyOf } from './opencart-order-amounts.js';
import { fulfillmentStatus, history, shipments } from './opencart-order-history.js';
import { lineItems } from './opencart-order-lines.js';
import { changed, facts, orderList, placed } from './opencart-order-list.js';
import { financialStatus, paymentMethod, shippingMethod } from './opencart-order-payment.js';

const { ask, asked, cells, from, listed, none } = facts;
const buyer = ask(['customer_id'], reference(customer, 'customer_id', 'buyers', 'customer'));
const metafields = metafieldsIn('order', [{ relation: 'order_field', owner: 'order_id' }]);

export const order = listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'order as o',
  key: 'order_id',
  statement: 'orders',
  lean: true,
  derived: { placed, changed },
  list: orderList,
  fields: {
    number: from([], (_row, { id }) => String(id)),
    status: from(['order_status_id'], (row, { view }) => statusOf(view, row.order_status_id)),
    financialStatus,
    fulfillmentStatus,
    currencyCode: from(['currency_code'], (row, { view }) => currencyOf(row, view)),
    ...amounts,
    lineItems,
    customer: asked(buyer, (found) => found),
    ...cells({ email: 'email', phone: 'telephone' }, plainText),
    billingAddress,
    shippingAddress,
    shippingMethod,
    paymentMethod,
    // Payments are their providers' business here; the bridge lets out no reference to them either.
    transactions: none([]),
    shipments,
    refunds: none([]),
    history,
    placedAt: from(['placed'], (row, { view, id }) => requiredTime(instantOf(row.placed, zoneOf(view)), id)),
    updatedAt: from(['changed'], (row, { view }) => instantOf(row.changed, zoneOf(view))),
    metafields: asked(metafields, (held) => held),
  },
});
