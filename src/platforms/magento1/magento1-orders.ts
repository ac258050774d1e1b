import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { OrderEvent } from '../../model/order-parts.js';
import { decimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { requiredTime } from '../order-times.js';
import { reference } from '../references.js';
import { firstInstant, instantOf } from '../store-time.js';
import { addressOf } from './magento1-addresses.js';
import { customer } from './magento1-customers.js';
import {
  chargeIn,
  currencyOf,
  discountColumns,
  discountsOf,
  financialStatusOf,
  totalColumns,
  totalsOf,
} from './magento1-order-amounts.js';
import { fulfillmentOf, items, linesOf } from './magento1-order-lines.js';
import { facts, orderList } from './magento1-order-list.js';
import { payment, paymentTitle, refunds, transactions } from './magento1-order-payments.js';
import { shipments } from './magento1-order-shipments.js';
import { taxLines } from './magento1-order-taxes.js';
import { magento } from './magento1-relations.js';
import { orderStatusOf } from './magento1-states.js';
import { orderTimes } from './magento1-times.js';

const { ask, asked, from, listed, made, rowsBeside, none } = facts;

const buyer = ask(['customer_id'], reference(customer, 'customer_id', 'buyers', 'customer'));

/** The addresses of an order, as written into it when it was placed. */
const addresses = rowsBeside('order-addresses', 'a.parent_id', () =>
  magento
    .selectFrom('sales_flat_order_address as a')
    .leftJoin('directory_country_region as r', 'r.region_id', 'a.region_id')
    .select(['a.entity_id', 'a.address_type', 'a.firstname', 'a.lastname', 'a.company', 'a.street'])
    .select(['a.city', 'a.region', 'a.postcode', 'a.country_id', 'a.telephone', 'r.code', 'r.default_name'])
    .select('r.country_id as region_country')
    .orderBy('a.entity_id'),
);
type AddressRow = Parameters<typeof addressOf>[0] & NonNullable<Parameters<typeof addressOf>[1]>;

const ofType = (rows: readonly (AddressRow & { address_type: string | null })[], type: 'billing' | 'shipping') => {
  const row = rows.find((one) => one.address_type === type);
  return row ? addressOf(row, row) : null;
};

/** What happened to an order, oldest first. */
const history = rowsBeside('history', 'h.parent_id', () =>
  magento
    .selectFrom('sales_flat_order_status_history as h')
    .select(['h.entity_id', 'h.status', 'h.comment', 'h.is_customer_notified', 'h.created_at'])
    .orderBy('h.created_at')
    .orderBy('h.entity_id'),
);

/** The field of an amount that the order's own row holds. */
const amount = (column: 'subtotal' | 'shipping_amount' | 'tax_amount' | 'grand_total' | 'total_refunded') =>
  from(['order_currency_code', column], (row, { view }) => chargeIn(row, view)(decimal(row[column])));

export const order = listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'sales_flat_order as o',
  key: 'entity_id',
  statement: 'orders',
  derived: { placed: orderTimes.placed, changed: orderTimes.changed },
  list: orderList,
  fields: {
    number: from(['increment_id'], (row, { id }) => heldText(row.increment_id) ?? String(id)),
    status: from(['status', 'state'], (row, { view }) => orderStatusOf(view, row.status, row.state)),
    financialStatus: made(['state', 'total_paid', 'total_refunded', 'grand_total'], [payment], (row, [paid]) =>
      financialStatusOf(row, paid()?.amount_authorized ?? null),
    ),
    fulfillmentStatus: made(['state'], [items], (row, [rows]) => fulfillmentOf(rows(), row.state)),
    currencyCode: from(['order_currency_code'], (row, { view }) => currencyOf(row, view)),
    subtotal: amount('subtotal'),
    discountTotal: from(['order_currency_code', 'discount_amount'], (row, { view }) =>
      chargeIn(row, view)(decimal(row.discount_amount).abs()),
    ),
    shippingTotal: amount('shipping_amount'),
    taxTotal: amount('tax_amount'),
    total: amount('grand_total'),
    refundedTotal: amount('total_refunded'),
    lineItems: made(['order_currency_code'], [items], (row, [rows], { view, below }) =>
      linesOf(rows(), { storeId: view.storeId, charge: chargeIn(row, view), below }),
    ),
    taxLines,
    totals: from(['order_currency_code', ...totalColumns], (row, { view }) => totalsOf(row, chargeIn(row, view))),
    discounts: from(['order_currency_code', ...discountColumns], (row, { view }) =>
      discountsOf(row, chargeIn(row, view)),
    ),
    customer: asked(buyer, (found) => found),
    email: from(['customer_email'], (row) => heldText(row.customer_email)),
    phone: asked(addresses, (rows) => ofType(rows, 'billing')?.phone ?? ofType(rows, 'shipping')?.phone ?? null),
    billingAddress: asked(addresses, (rows) => ofType(rows, 'billing')),
    shippingAddress: asked(addresses, (rows) => ofType(rows, 'shipping')),
    shippingMethod: from(['shipping_description'], (row) => heldText(row.shipping_description)),
    paymentMethod: asked(payment, (row, { view }) => paymentTitle(view, row?.method ?? null)),
    transactions,
    shipments,
    refunds,
    history: made(['placed'], [history], (order, [rows], { view, id }) =>
      rows().map(
        (row): OrderEvent => ({
          createdAt: requiredTime(firstInstant('utc', row.created_at, order.placed), id, 'history.createdAt'),
          status: row.status ? orderStatusOf(view, row.status) : null,
          comment: heldText(row.comment),
          // 2: not applicable, of what the shopper could not be told.
          notified: row.is_customer_notified === 1 ? true : row.is_customer_notified === 0 ? false : null,
        }),
      ),
    ),
    placedAt: from(['placed'], (row, { id }) => requiredTime(instantOf(row.placed, 'utc'), id)),
    updatedAt: from(['changed'], (row) => instantOf(row.changed, 'utc')),
    metafields: none([]),
  },
});
