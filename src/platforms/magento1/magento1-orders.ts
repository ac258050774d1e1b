import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import { type Magento1View, viewOf } from './magento1-config.js';
import { customerReading } from './magento1-customers.js';
import { statusOf } from './magento1-listed.js';
import { discountsOf, financialStatusOf, taxOf, totalsOf } from './magento1-order-amounts.js';
import {
  type Charge,
  historyOf,
  orderAddressesOf,
  paymentsOf,
  paymentTitle,
  refundsOf,
  shipmentsOf,
  transactionsOf,
} from './magento1-order-details.js';
import { fulfillmentOf, itemsOf, linesOf } from './magento1-order-lines.js';
import { filteredOrders, orderKeys } from './magento1-order-list.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** Orders; Magento keeps unfinished checkouts elsewhere, as quotes. */
export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(filteredOrders(view, request.filter), orderKeys(request.orderBy), request, (gathering, listed) =>
      orderReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      magento.selectFrom('sales_flat_order as o').select('o.entity_id as id').where('o.entity_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => orderReading(view, gathering, from, selection));
  },
};

/** Reads the orders that a statement lists, with what is selected of them; null for one that does not exist. */
function orderReading(
  view: Magento1View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Order> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const rows = gathering.add(
    'orders',
    magento
      .selectFrom('sales_flat_order as o')
      .select([
        'o.entity_id',
        'o.increment_id',
        'o.state',
        'o.status',
        'o.coupon_code',
        'o.coupon_rule_name',
        'o.discount_description',
      ])
      .select([
        'o.shipping_description',
        'o.customer_id',
        'o.customer_email',
        'o.order_currency_code',
        'o.subtotal',
        'o.discount_amount',
      ])
      .select([
        'o.shipping_amount',
        'o.tax_amount',
        'o.hidden_tax_amount',
        'o.shipping_hidden_tax_amount',
        'o.grand_total',
      ])
      .select(['o.total_paid', 'o.total_refunded', 'o.created_at', 'o.updated_at'])
      .where('o.entity_id', 'in', ids),
  );
  const row = rowOf(rows, 'entity_id');
  const ofLines = selection.at('lineItems');
  const items = wants('lineItems', 'fulfillmentStatus')
    ? itemsOf(gathering, ids, { options: ofLines.has('options') })
    : null;
  const lines = items && wants('lineItems') ? linesOf(view, items, ofLines) : null;
  const addresses = wants('billingAddress', 'shippingAddress', 'phone') ? orderAddressesOf(gathering, ids) : null;
  const payments = wants('paymentMethod', 'financialStatus') ? paymentsOf(gathering, ids) : null;
  const transactions = wants('transactions') ? transactionsOf(view, gathering, ids) : null;
  const shipments = wants('shipments') ? shipmentsOf(gathering, ids) : null;
  const refunds = wants('refunds') ? refundsOf(gathering, ids) : null;
  const history = wants('history') ? historyOf(view, gathering, ids) : null;
  const customer = wants('customer') ? customerOf(view, gathering, rows, selection.at('customer')) : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const order: AsRead<Order> = {
      id: globalId(view.storeId, 'Order', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const currency = textOf(held.order_currency_code) ?? view.config.defaultCurrency;
    const charge: Charge = (amount) => money(amount, currency);
    const placedAt = instantOf(held.created_at, 'utc');
    if (wants('number')) order.number = textOf(held.increment_id) ?? String(id);
    if (wants('status')) order.status = orError(() => statusOf(view, held.status ?? '', held.state));
    if (payments && wants('financialStatus')) {
      order.financialStatus = orError(() => financialStatusOf(held, payments(results, id)?.amount_authorized ?? null));
    }
    if (items && wants('fulfillmentStatus')) {
      order.fulfillmentStatus = orError(() => fulfillmentOf(items(results, id), held.state));
    }
    if (wants('currencyCode')) order.currencyCode = currency;
    if (wants('subtotal')) order.subtotal = charge(decimal(held.subtotal));
    if (wants('discountTotal')) order.discountTotal = charge(decimal(held.discount_amount).abs());
    if (wants('shippingTotal')) order.shippingTotal = charge(decimal(held.shipping_amount));
    if (wants('taxTotal')) order.taxTotal = charge(taxOf(held));
    if (wants('total')) order.total = charge(decimal(held.grand_total));
    if (wants('refundedTotal')) order.refundedTotal = charge(decimal(held.total_refunded));
    if (lines) order.lineItems = orError(() => lines(results, id, charge));
    if (wants('totals')) order.totals = totalsOf(held, charge);
    if (wants('discounts')) order.discounts = discountsOf(held, charge);
    if (customer) order.customer = orError(() => (held.customer_id ? customer(results, held.customer_id) : null));
    if (wants('email')) order.email = textOf(held.customer_email);
    if (addresses) {
      const of = (type: 'billing' | 'shipping') => addresses(results, id, type);
      if (wants('phone')) order.phone = orError(() => of('billing')?.phone ?? of('shipping')?.phone ?? null);
      if (wants('billingAddress')) order.billingAddress = orError(() => of('billing'));
      if (wants('shippingAddress')) order.shippingAddress = orError(() => of('shipping'));
    }
    if (wants('shippingMethod')) order.shippingMethod = textOf(held.shipping_description);
    if (payments && wants('paymentMethod')) {
      order.paymentMethod = orError(() => paymentTitle(view, payments(results, id)?.method));
    }
    if (transactions) order.transactions = orError(() => transactions(results, id, charge));
    if (shipments) order.shipments = orError(() => shipments(results, id));
    if (refunds) order.refunds = orError(() => refunds(results, id, charge));
    if (history) order.history = orError(() => history(results, id, placedAt ?? new Date(0)));
    if (wants('placedAt')) order.placedAt = orError(() => placedAtOf(view, id, placedAt));
    if (wants('updatedAt')) order.updatedAt = instantOf(held.updated_at, 'utc');
    return order;
  };
}

function customerOf(
  view: Magento1View,
  gathering: Gathering,
  rows: Statement<{ customer_id: number | null }>,
  selection: Selection,
): ReturnType<typeof customerReading> {
  const listed = gathering.add(
    'buyers',
    magento
      .selectFrom('customer_entity as c')
      .select('c.entity_id as id')
      .where('c.entity_id', 'in', valuesFrom(rows, 'customer_id')),
  );
  return customerReading(view, gathering, listed, selection);
}

function placedAtOf(view: Magento1View, id: number, placedAt: Date | null): Date {
  if (placedAt) return placedAt;
  throw new ServiceError('STORE_ANSWER_INVALID', 'The store holds no time at which the order was placed.', {
    storeId: view.storeId,
    nativeId: String(id),
  });
}
