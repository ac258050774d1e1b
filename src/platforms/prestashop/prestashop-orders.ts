import { valuesFrom } from '../../bridge/plan.js';
import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import { FallbackError } from '../../model/service-error.js';
import { decimal, money } from '../decimals.js';
import { heldText } from '../html-text.js';
import { requiredTime } from '../order-times.js';
import { reference } from '../references.js';
import { instantOf } from '../store-time.js';
import { addressRows, phoneOf, shownAddress } from './prestashop-addresses.js';
import { customer } from './prestashop-customers.js';
import { amounts, currencyOf } from './prestashop-order-amounts.js';
import { history } from './prestashop-order-history.js';
import { linesOf } from './prestashop-order-lines.js';
import { facts, orderList } from './prestashop-order-list.js';
import { taxLines } from './prestashop-order-taxes.js';
import { financialStatus, refundedTotal, refunds, transactions } from './prestashop-payments.js';
import { decimals } from './prestashop-prices.js';
import { prestashop } from './prestashop-relations.js';
import { fulfillmentStatus, shipments, shippingMethod } from './prestashop-shipments.js';
import { statusOf } from './prestashop-statuses.js';
import { orderTimes } from './prestashop-times.js';
import { zoneOf } from './prestashop-view.js';

const { ask, asked, from, listed, made, rowNumbered, rowsBeside, none } = facts;

/** The addresses that an order points at, deleted ones too. */
const addresses = ask(['id_address_invoice', 'id_address_delivery'], ({ gathering, rows, selection }) => {
  const wanted = [
    ...(selection.has('billingAddress', 'phone') ? valuesFrom(rows, 'id_address_invoice') : []),
    ...(selection.has('shippingAddress') ? valuesFrom(rows, 'id_address_delivery') : []),
  ];
  const read = gathering.row('addresses', 'a.id_address', wanted, addressRows());
  return (results, _id, row) => ({
    invoice: read(results, row.id_address_invoice),
    delivery: read(results, row.id_address_delivery),
  });
});

/** Buyers with an account; guests and those whose account was deleted are none. */
const buyer = ask(['id_customer'], reference(customer, 'id_customer', 'buyers', 'customer'));

const account = rowNumbered('id_customer', 'emails', 'c.id_customer', () =>
  prestashop.selectFrom('customer as c').select(['c.email']),
);

/** The cart rules that were taken off an order, without tax, with their codes where the rules still exist. */
const cartRules = rowsBeside('cart-rules', 'r.id_order', ({ view }) =>
  prestashop
    .selectFrom('order_cart_rule as r')
    .leftJoin('cart_rule as c', 'c.id_cart_rule', 'r.id_cart_rule')
    .select(['r.name', 'r.value_tax_excl', 'c.code'])
    .$if(view.columns.has('order_cart_rule', 'deleted'), (query) => query.where('r.deleted', '=', 0))
    .orderBy('r.id_order_cart_rule'),
);

/** An order's lines; a pack is one line. */
const lines = ask(['id_currency'], linesOf);

export const order = listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'orders as o',
  key: 'id_order',
  statement: 'orders',
  list: orderList,
  derived: { placed: orderTimes.placed, changed: orderTimes.changed },
  fields: {
    number: from(['reference'], (row, { id }) => heldText(row.reference) ?? String(id)),
    status: from(['current_state'], (row, { view }) => statusOf(view, row.current_state)),
    financialStatus,
    fulfillmentStatus,
    currencyCode: from(['id_currency'], (row, { view }) => {
      if (view.native.currencies[row.id_currency]) return currencyOf(view, row);
      const facts = { currencyId: row.id_currency };
      throw new FallbackError(currencyOf(view, row), 'The store no longer knows the currency of this order.', facts);
    }),
    ...amounts,
    taxLines,
    refundedTotal,
    lineItems: asked(lines, (found) => found),
    discounts: made(['id_currency'], [cartRules], (row, [rules], { view }) =>
      rules().map((rule) => ({
        code: heldText(rule.code),
        title: heldText(rule.name) ?? heldText(rule.code) ?? '',
        amount: money(decimal(rule.value_tax_excl), currencyOf(view, row), decimals),
      })),
    ),
    customer: asked(buyer, (found) => found),
    email: asked(account, (row) => heldText(row?.email)),
    phone: asked(addresses, ({ invoice }) => invoice && phoneOf(invoice)),
    billingAddress: asked(addresses, ({ invoice }, { view }) => invoice && shownAddress(view, invoice)),
    shippingAddress: asked(addresses, ({ delivery }, { view }) => delivery && shownAddress(view, delivery)),
    shippingMethod,
    paymentMethod: from(['payment'], (row) => heldText(row.payment)),
    transactions,
    shipments,
    refunds,
    history,
    placedAt: from(['placed'], (row, { view, id }) => requiredTime(instantOf(row.placed, zoneOf(view)), id)),
    updatedAt: from(['changed'], (row, { view }) => instantOf(row.changed, zoneOf(view))),
    metafields: none([]),
  },
});
