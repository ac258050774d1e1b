import type { SelectQueryBuilder } from 'kysely';
import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type AsRead, valueRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Order, OrderFilter, OrderOrder, OrderState } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { customerReading } from './zencart-customers.js';
import { momentOf, zeroDates } from './zencart-dates.js';
import { statusOf } from './zencart-listed.js';
import { orderAddressesOf } from './zencart-order-addresses.js';
import { amountsOf, type Charge, chargeOf } from './zencart-order-amounts.js';
import { historyOf, linesOf, totalRowsOf } from './zencart-order-details.js';
import { type OrderRow, orderRows } from './zencart-order-rows.js';
import { financialStatusOf, fulfillmentStatusOf } from './zencart-order-states.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { isOneOf, typedText } from './zencart-texts.js';

type Filtered = SelectQueryBuilder<ZenCartTables & { o: ZenCartTables['orders'] }, 'o', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.orders_id', column: 'o.date_purchased', nullable: true },
  UPDATED_AT: { id: 'o.orders_id', column: 'o.last_modified', nullable: true },
  TOTAL: { id: 'o.orders_id', column: 'o.order_total', nullable: true },
};

/** Orders; Zen Cart writes one only when the checkout is finished, so every row is an order. */
export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'o.orders_id', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      orderReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      zencart.selectFrom('orders as o').select('o.orders_id as id').where('o.orders_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => orderReading(view, gathering, from, selection));
  },
};

const amountFields = ['subtotal', 'discountTotal', 'shippingTotal', 'taxTotal', 'totals', 'discounts'] as const;

function orderReading(
  view: ZenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Order> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const rows = orderRows(view, gathering, ids, selection);
  const row = rowOf(rows, 'orders_id');
  const totals = wants(...amountFields) ? totalRowsOf(gathering, ids) : null;
  const lines = wants('lineItems', 'subtotal')
    ? linesOf(view, gathering, ids, wants('lineItems') ? selection.at('lineItems') : null)
    : null;
  const customer = wants('customer') ? customerOf(view, gathering, rows, selection.at('customer')) : null;
  const addresses = wants('billingAddress', 'shippingAddress')
    ? orderAddressesOf(view, gathering, rows, selection)
    : null;
  const history = wants('history', 'fulfillmentStatus')
    ? historyOf(view, gathering, ids, { events: wants('history') })
    : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const order: AsRead<Order> = {
      id: globalId(view.storeId, 'Order', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const status = statusOf(view, held.orders_status ?? 0);
    const currencyCode = held.currency?.trim() || view.config.defaultCurrency;
    const charge: Charge = chargeOf(currencyCode, held.currency_value);
    const placedAt = momentOf(held.date_purchased, view.config.timeZone);
    const total = decimal(held.order_total);
    if (wants('number')) order.number = String(id);
    if (wants('status')) order.status = status;
    if (wants('financialStatus'))
      order.financialStatus = financialStatusOf(status.state, plainText(held.payment_module_code));
    if (history && wants('fulfillmentStatus')) {
      order.fulfillmentStatus = orError(() => {
        const statuses = [held.orders_status ?? 0, ...history.statusIds(results, id)];
        return fulfillmentStatusOf(
          status.state,
          statuses.some((one) => view.native.shippedStatusIds.includes(one)),
        );
      });
    }
    if (wants('currencyCode')) order.currencyCode = currencyCode;
    if (totals) {
      for (const field of amountFields.filter((one) => wants(one))) {
        const amount = () => {
          // The lines are asked for where the sub-total is wanted, which alone may be made of them.
          const sum = field === 'subtotal' && lines ? lines.sum(results, id) : sumOf([]);
          const sums = { total, tax: decimal(held.order_tax), lines: sum, couponCode: held.coupon_code ?? null };
          return amountsOf(totals(results, id), sums, charge)[field];
        };
        Object.assign(order, { [field]: orError(amount) });
      }
    }
    if (wants('total')) order.total = charge(total);
    // Zen Cart's core keeps no refunds: an order whose status says so was paid back in full.
    if (wants('refundedTotal')) order.refundedTotal = charge(status.state === 'REFUNDED' ? total : sumOf([]));
    if (lines && wants('lineItems')) order.lineItems = orError(() => lines.items(results, id, charge));
    if (customer) order.customer = orError(() => customer(results, held));
    if (wants('email')) order.email = typedText(held.customers_email_address);
    if (wants('phone')) order.phone = typedText(held.customers_telephone);
    if (addresses && wants('billingAddress')) order.billingAddress = orError(() => addresses.billing(results, held));
    if (addresses && wants('shippingAddress')) order.shippingAddress = orError(() => addresses.shipping(results, held));
    if (wants('shippingMethod')) order.shippingMethod = plainText(held.shipping_method);
    if (wants('paymentMethod')) order.paymentMethod = plainText(held.payment_method);
    if (wants('transactions')) order.transactions = [];
    if (wants('shipments')) order.shipments = [];
    if (wants('refunds')) order.refunds = [];
    if (history && wants('history')) order.history = orError(() => history.events(results, id, placedAt));
    if (wants('placedAt')) order.placedAt = orError(() => placedAtOf(view, held, placedAt));
    if (wants('updatedAt')) order.updatedAt = momentOf(held.last_modified, view.config.timeZone);
    return order;
  };
}

function customerOf(view: ZenCartView, gathering: Gathering, rows: Statement<OrderRow>, selection: Selection) {
  const listed = gathering.add(
    'buyers',
    zencart
      .selectFrom('customers as c')
      .select('c.customers_id as id')
      .where('c.customers_id', 'in', valuesFrom(rows as Statement<{ customers_id: number }>, 'customers_id')),
  );
  const read = customerReading(view, gathering, listed, selection);
  return (results: Results, row: OrderRow) => (row.customers_id ? read(results, row.customers_id) : null);
}

function placedAtOf(view: ZenCartView, row: OrderRow, placedAt: Date | null): Date {
  const time = placedAt ?? momentOf(row.last_modified, view.config.timeZone);
  if (time) return time;
  throw new ServiceError('STORE_ANSWER_INVALID', 'The store holds no time for this order.', {
    orderId: String(row.orders_id),
  });
}

function filtered(view: ZenCartView, filter: OrderFilter): Filtered | null {
  let query: Filtered = zencart.selectFrom('orders as o');
  // An order's number is its id.
  for (const given of [filter.ids, filter.numbers]) {
    if (!given) continue;
    const ids = rowIds(given);
    if (ids.length === 0) return null;
    query = query.where('o.orders_id', 'in', ids);
  }
  if (filter.statusIds) {
    const ids = rowIds(filter.statusIds);
    if (ids.length === 0) return null;
    query = query.where('o.orders_status', 'in', ids);
  }
  if (filter.states) {
    const narrowed = withStates(view, query, filter.states);
    if (!narrowed) return null;
    query = narrowed;
  }
  if (filter.customerId !== null && filter.customerId !== undefined) {
    const customer = rowId(filter.customerId);
    if (customer === null) return null;
    query = query.where('o.customers_id', '=', customer);
  }
  const { email } = filter;
  if (email !== null && email !== undefined) {
    query = query.where((eb) => isOneOf(eb, 'o.customers_email_address', [email], view.native.textIgnoresCase));
  }
  const zone = view.config.timeZone;
  for (const [column, after, before] of [
    ['o.date_purchased', filter.placedAfter, filter.placedBefore],
    ['o.last_modified', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, zone));
    if (before) query = query.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return query;
}

/** By the statuses of these states; a status that the merchant has deleted since counts as OTHER. */
function withStates(view: ZenCartView, query: Filtered, states: readonly OrderState[]): Filtered | null {
  const idsWhere = (wanted: boolean) =>
    valueRead(view.config.orderStatuses)
      .filter((status) => states.includes(status.state) === wanted)
      .map((status) => Number(status.nativeId));
  if (states.includes('OTHER')) {
    const others = idsWhere(false);
    return others.length === 0 ? query : query.where('o.orders_status', 'not in', others);
  }
  const ids = idsWhere(true);
  return ids.length === 0 ? null : query.where('o.orders_status', 'in', ids);
}
