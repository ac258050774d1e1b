import type { Big } from 'big.js';
import type { SelectQueryBuilder } from 'kysely';
import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import { globalId } from '../../model/ids.js';
import type { FinancialStatus, Order, OrderDiscount, OrderFilter, OrderOrder, OrderTotal } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { instantOf, textFrom } from '../store-time.js';
import { type Magento1View, viewOf } from './magento1-config.js';
import { customerReading } from './magento1-customers.js';
import { statusOf } from './magento1-listed.js';
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
import { knownStates, stateOf, statesMeaning } from './magento1-states.js';
import { type Magento1Tables, magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

type Filtered = SelectQueryBuilder<Magento1Tables & { o: Magento1Tables['sales_flat_order'] }, 'o', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.entity_id', column: 'o.created_at', nullable: true },
  UPDATED_AT: { id: 'o.entity_id', column: 'o.updated_at', nullable: true },
  TOTAL: { id: 'o.entity_id', column: 'o.grand_total', nullable: true },
};

/** Orders; Magento keeps unfinished checkouts elsewhere, as quotes. */
export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'o.entity_id', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
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
): Reading<Order | null> {
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
    const order: Order = { id: globalId(view.storeId, 'Order', id), storeId: view.storeId, nativeId: String(id) };
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

interface Amounts {
  readonly state: string | null;
  readonly subtotal: DecimalCell | null;
  readonly discount_amount: DecimalCell | null;
  readonly discount_description: string | null;
  readonly coupon_code: string | null;
  readonly coupon_rule_name: string | null;
  readonly shipping_amount: DecimalCell | null;
  readonly shipping_description: string | null;
  readonly tax_amount: DecimalCell | null;
  readonly hidden_tax_amount: DecimalCell | null;
  readonly shipping_hidden_tax_amount: DecimalCell | null;
  readonly grand_total: DecimalCell | null;
  readonly total_paid: DecimalCell | null;
  readonly total_refunded: DecimalCell | null;
}

/** All tax, with what Magento keeps apart as hidden: the tax in discounts on prices that include it. */
function taxOf(order: Amounts): Big {
  return decimal(order.tax_amount)
    .plus(decimal(order.hidden_tax_amount))
    .plus(decimal(order.shipping_hidden_tax_amount));
}

/**
 * How far an order is paid. What is called off before any money came is VOIDED; nothing is owed of an order without a total, so it
 * is PAID.
 */
function financialStatusOf(order: Amounts, authorized: DecimalCell | null): FinancialStatus {
  const paid = decimal(order.total_paid);
  const refunded = decimal(order.total_refunded);
  const total = decimal(order.grand_total);
  if (refunded.gt(0)) return refunded.gte(paid) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (paid.gt(0)) return paid.gte(total) ? 'PAID' : 'PARTIALLY_PAID';
  if (stateOf(order.state) === 'CANCELLED') return 'VOIDED';
  if (total.lte(0)) return 'PAID';
  return decimal(authorized).gt(0) ? 'AUTHORIZED' : 'PENDING';
}

/** The lines that the order's amounts make, as Magento's own totals are called; what extensions added is one line more. */
function totalsOf(order: Amounts, charge: Charge): OrderTotal[] {
  const discount = decimal(order.discount_amount);
  const shipping = decimal(order.shipping_amount);
  const tax = taxOf(order);
  const subtotal = decimal(order.subtotal);
  const total = decimal(order.grand_total);
  const rest = total.minus(subtotal).minus(discount).minus(shipping).minus(tax);
  const lines = [
    { code: 'subtotal', title: 'Subtotal', amount: subtotal, always: true },
    { code: 'discount', title: titleOfDiscount(order), amount: discount },
    { code: 'shipping', title: textOf(order.shipping_description) ?? 'Shipping & Handling', amount: shipping },
    { code: 'tax', title: 'Tax', amount: tax },
    { code: 'other', title: 'Other', amount: rest },
  ];
  return lines
    .filter((line) => line.always || !line.amount.eq(0))
    .map(({ code, title, amount }) => ({ code, title, amount: charge(amount) }));
}

function titleOfDiscount(order: Amounts): string {
  return (
    textOf(order.discount_description) ?? textOf(order.coupon_rule_name) ?? textOf(order.coupon_code) ?? 'Discount'
  );
}

/** Magento keeps one amount for all discounts of an order. */
function discountsOf(order: Amounts, charge: Charge): OrderDiscount[] {
  const amount = decimal(order.discount_amount).abs();
  if (amount.eq(0)) return [];
  return [{ code: textOf(order.coupon_code), title: titleOfDiscount(order), amount: charge(amount) }];
}

function filtered(view: Magento1View, filter: OrderFilter): Filtered | null {
  let query: Filtered = magento.selectFrom('sales_flat_order as o');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('o.entity_id', 'in', ids);
  }
  if (filter.numbers) {
    if (filter.numbers.length === 0) return null;
    query = query.where('o.increment_id', 'in', filter.numbers);
  }
  if (filter.statusIds) {
    if (filter.statusIds.length === 0) return null;
    query = query.where('o.status', 'in', filter.statusIds);
  }
  const { states } = filter;
  if (states) {
    const named = states.flatMap((state) => statesMeaning(state));
    const other = states.includes('OTHER');
    if (named.length === 0 && !other) return null;
    query = query.where((eb) =>
      eb.or([
        ...(named.length > 0 ? [eb('o.state', 'in', named)] : []),
        ...(other ? [eb('o.state', 'is', null), eb('o.state', 'not in', [...knownStates])] : []),
      ]),
    );
  }
  if (filter.customerId !== null && filter.customerId !== undefined) {
    const customer = rowId(filter.customerId);
    if (customer === null) return null;
    query = query.where('o.customer_id', '=', customer);
  }
  const { email } = filter;
  if (email !== null && email !== undefined) {
    query = view.native.textIgnoresCase
      ? query.where('o.customer_email', '=', email)
      : query.where((eb) =>
          eb(eb.fn<string>('lower', ['o.customer_email']), '=', eb.fn<string>('lower', [eb.val(email)])),
        );
  }
  for (const [column, after, before] of [
    ['o.created_at', filter.placedAfter, filter.placedBefore],
    ['o.updated_at', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, 'utc'));
    if (before) query = query.where(column, '<', textFrom(before, 'utc'));
  }
  return query;
}
