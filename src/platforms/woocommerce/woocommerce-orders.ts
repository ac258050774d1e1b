import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type AsRead, valueRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { FinancialStatus, FulfillmentStatus, Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { Transaction } from '../../model/order-parts.js';
import type { OrderState, OrderStatus } from '../../model/order-status.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import type { Gathering, Reading } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { rowIds } from '../row-ids.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { customerQuery, customerReading } from './woocommerce-customers.js';
import { type Charge, chargeOf, discountsOf, lineItemOf, subtotalOf, totalsOf } from './woocommerce-order-amounts.js';
import { itemsOf, lineGoodsOf } from './woocommerce-order-items.js';
import { notesOf } from './woocommerce-order-notes.js';
import type { HeldOrder, HeldRefund, OrderPlace, OrderQuery } from './woocommerce-order-places.js';
import { ordersInPosts } from './woocommerce-orders-in-posts.js';
import { ordersInTables } from './woocommerce-orders-in-tables.js';
import { shipmentsIn } from './woocommerce-shipments.js';
import { statusOf, storedStatuses } from './woocommerce-statuses.js';

/** Where this store keeps its orders, by its own option and not by which tables exist. */
function placeOf(view: WooCommerceView): OrderPlace {
  return view.native.ordersInTables ? ordersInTables : ordersInPosts;
}

/** Orders but those in the trash and checkouts that were never finished. */
export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const place = placeOf(view);
    const keys = place.keys(request.orderBy);
    const found = filtered(view, request.filter);
    const query = found && place.sortable(found, request.orderBy);
    return pagePlan(query, keys, request, (gathering, listed) =>
      orderReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    return byIdsPlan(nativeIds, placeOf(view).among, (gathering, from) =>
      orderReading(view, gathering, from, selection),
    );
  },
};

/** Every order, to be counted. */
export function everyOrder(view: WooCommerceView): OrderQuery | null {
  return filtered(view, {});
}

const typesOf: Readonly<Record<string, readonly string[]>> = {
  lineItems: ['line_item'],
  subtotal: ['line_item'],
  totals: ['line_item', 'shipping', 'fee', 'tax'],
  shippingMethod: ['shipping'],
  discounts: ['coupon'],
};

function orderReading(
  view: WooCommerceView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Order> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const place = placeOf(view);
  const parts = place.parts(view, gathering, ids, selection);
  const types = [...new Set(selection.fields.flatMap((field) => typesOf[field] ?? []))];
  const held = types.length > 0 ? itemsOf(gathering, ids, types) : null;
  const lines = selection.at('lineItems');
  const goods =
    held && lines.has('sku', 'options')
      ? lineGoodsOf(view, gathering, held.listed, { sku: lines.has('sku'), options: lines.has('options') })
      : null;
  const items = held?.items ?? (() => []);
  const refunds: Reading<readonly HeldRefund[]> = wants('refunds', 'refundedTotal', 'financialStatus')
    ? place.refunds(view, gathering, ids)
    : () => [];
  const notes = wants('history') ? notesOf(view, gathering, ids) : null;
  const customer = parts.customerIds ? customerOf(view, gathering, parts.customerIds, selection.at('customer')) : null;

  return (results, id) => {
    const row = parts.order(results, id);
    if (!row) return null;
    const order: AsRead<Order> = {
      id: globalId(view.storeId, 'Order', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const fill = <Field extends keyof Order>(field: Field, read: () => AsRead<Order>[Field]) => {
      if (wants(field)) Object.assign(order, { [field]: orError(read) });
    };
    const charge: Charge = (amount) => chargeOf(row.currency)(amount);
    const status = () => statusIn(view, row.status);
    const paidBack = () => sumOf(refunds(results, id).map((refund) => decimal(refund.amount).abs()));

    fill('number', () => String(id));
    fill('status', status);
    fill('financialStatus', () => financialStatusOf(status(), row, paidBack()));
    fill('fulfillmentStatus', () =>
      fulfillmentStatusOf(status().state, shipmentsIn(parts.tracking(results, id)).length > 0),
    );
    fill('currencyCode', () => row.currency);
    fill('subtotal', () => charge(subtotalOf(items, results, id)));
    fill('discountTotal', () => charge(decimal(row.discount)));
    fill('shippingTotal', () => charge(decimal(row.shipping)));
    fill('taxTotal', () => charge(decimal(row.tax)));
    fill('total', () => charge(decimal(row.total)));
    fill('refundedTotal', () => charge(paidBack()));
    fill('lineItems', () =>
      items(results, id, 'line_item').map((item) => lineItemOf(view, results, item, charge, goods)),
    );
    fill('totals', () => totalsOf(items, results, id, row, charge));
    fill('discounts', () => discountsOf(items, results, id, charge));
    fill('customer', () => (row.customerId > 0 ? (customer?.(results, row.customerId) ?? null) : null));
    fill('email', () => row.email);
    fill('phone', () => parts.billing(results, id)?.phone ?? null);
    fill('billingAddress', () => parts.billing(results, id));
    fill('shippingAddress', () => parts.shipping(results, id));
    fill('shippingMethod', () => {
      const names = items(results, id, 'shipping').map((item) => item.name);
      return names.length > 0 ? names.join(', ') : null;
    });
    fill('paymentMethod', () => row.paymentMethod);
    fill('transactions', () => transactionsOf(id, row, charge));
    fill('shipments', () => shipmentsIn(parts.tracking(results, id)));
    fill('refunds', () =>
      refunds(results, id).map((refund) => ({ ...refund, amount: charge(decimal(refund.amount).abs()) })),
    );
    fill('history', () => notes?.(results, id) ?? []);
    fill('placedAt', () => placedAtOf(id, row));
    fill('updatedAt', () => row.updatedAt);
    return order;
  };
}

function customerOf(
  view: WooCommerceView,
  gathering: Gathering,
  ids: Statement<{ customer_id: number }>,
  selection: Selection,
): (results: Results, id: number) => ReturnType<ReturnType<typeof customerReading>> {
  const listed = gathering.add(
    'buyers',
    customerQuery(view).select('u.ID as id').where('u.ID', 'in', valuesFrom(ids, 'customer_id')),
  );
  return customerReading(view, gathering, listed, selection);
}

function statusIn(view: WooCommerceView, id: string): OrderStatus {
  const statuses: readonly OrderStatus[] | Error = view.config.orderStatuses;
  return statusOf(statuses instanceof Error ? [] : statuses, id);
}

/** WooCommerce regards an order as paid by its status, and notes the time when money came. */
function financialStatusOf(
  { state }: OrderStatus,
  row: HeldOrder,
  paidBack: ReturnType<typeof sumOf>,
): FinancialStatus {
  const total = decimal(row.total);
  if (state === 'REFUNDED' || (paidBack.gt(0) && paidBack.gte(total))) return 'REFUNDED';
  if (paidBack.gt(0)) return 'PARTIALLY_REFUNDED';
  if (row.paidAt !== null || state === 'PROCESSING' || state === 'COMPLETED') return 'PAID';
  if (state === 'CANCELLED') return 'VOIDED';
  return state === 'OTHER' ? 'UNKNOWN' : 'PENDING';
}

/** WooCommerce keeps no parcels: a completed order has been delivered, one that is not has not, as far as it says. */
function fulfillmentStatusOf(state: OrderState, tracked: boolean): FulfillmentStatus {
  if (state === 'COMPLETED') return 'FULFILLED';
  if (state === 'REFUNDED' || state === 'OTHER') return 'UNKNOWN';
  return tracked ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED';
}

/** The one payment that WooCommerce keeps with an order; without a time of payment nothing says that money came. */
function transactionsOf(id: number, row: HeldOrder, charge: Charge): Transaction[] {
  const { transactionId: reference, paidAt } = row;
  if (reference === null && paidAt === null) return [];
  return [
    {
      nativeId: reference ?? String(id),
      kind: paidAt ? 'PAYMENT' : 'OTHER',
      amount: paidAt ? charge(decimal(row.total)) : null,
      reference,
      createdAt: paidAt,
    },
  ];
}

function placedAtOf(id: number, row: HeldOrder): Date {
  const time = row.createdAt ?? row.updatedAt;
  if (time) return time;
  throw new ServiceError('STORE_ANSWER_INVALID', 'The store holds no time for this order.', { orderId: String(id) });
}

function filtered(view: WooCommerceView, filter: OrderFilter): OrderQuery | null {
  const place = placeOf(view);
  let query = place.filtered(view, filter);
  if (!query) return null;
  const { id } = place.keys('ID_ASC');
  // An order's number is its id.
  for (const given of [filter.ids, filter.numbers]) {
    if (!given) continue;
    const ids = rowIds(given);
    if (ids.length === 0) return null;
    query = query.where(id, 'in', ids);
  }
  const status = view.native.ordersInTables ? 'o.status' : 'o.post_status';
  if (filter.statusIds) {
    if (filter.statusIds.length === 0) return null;
    query = query.where(status, 'in', storedStatuses(filter.statusIds));
  }
  return filter.states ? withStates(view, query, status, filter.states) : query;
}

/** By the statuses of these states; one that came up since the configuration was read counts as OTHER. */
function withStates(
  view: WooCommerceView,
  query: OrderQuery,
  column: string,
  states: readonly OrderState[],
): OrderQuery | null {
  const idsWhere = (wanted: boolean) =>
    valueRead(view.config.orderStatuses)
      .filter((status) => states.includes(status.state) === wanted)
      .map((status) => status.nativeId);
  if (states.includes('OTHER')) {
    const others = idsWhere(false);
    return others.length === 0 ? query : query.where(column, 'not in', others);
  }
  const ids = idsWhere(true);
  return ids.length === 0 ? null : query.where(column, 'in', ids);
}
